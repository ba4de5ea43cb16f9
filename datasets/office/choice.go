package office

import (
	"strconv"
	"strings"

	"honglinh/catalog/text"
)

// Choice says which table of a file is meant and how its header stands, in the
// terms of a Table Dialect. The zero value is the first sheet that is shown, its
// header found.
type Choice struct {
	SheetName   string
	SheetNumber int    // from 1, over all sheets
	Range       string // "B5:H40", of whole rows "5:40"; "" is the whole sheet
	NoHeader    bool
	// HeaderRows and CommentRows are numbers of rows as the spreadsheet counts;
	// without HeaderRows the header is found.
	HeaderRows  []int
	HeaderJoin  string // " " if empty
	CommentRows []int
	CommentChar string
}

// pick returns the sheet that is meant.
func (c Choice) pick(sheets []Sheet) (int, error) {
	if c.SheetName != "" {
		var names []string
		for i, s := range sheets {
			if s.Name == c.SheetName {
				return i, nil
			}
			names = append(names, s.Name)
		}
		vi, en := text.Nearly(c.SheetName, names)
		return 0, broken("không có trang tính %q"+vi+"; tệp có %s", "there is no sheet %q"+en+"; the file has %s", c.SheetName, quoted(names))
	}
	if c.SheetNumber != 0 {
		if c.SheetNumber < 1 || c.SheetNumber > len(sheets) {
			return 0, broken("không có trang tính %d; tệp có %d trang, đánh số từ 1", "there is no sheet %d; the file has %d, numbered from 1", c.SheetNumber, len(sheets))
		}
		return c.SheetNumber - 1, nil
	}
	for i, s := range sheets {
		if !s.Hidden {
			return i, nil
		}
	}
	return 0, nil
}

// quoted lists at most ten names.
func quoted(names []string) string {
	var out []string
	for _, n := range names[:min(len(names), 10)] {
		out = append(out, strconv.Quote(n))
	}
	if len(names) > len(out) {
		out = append(out, "…")
	}
	return strings.Join(out, ", ")
}

func (c Choice) span() (span, error) {
	if c.Range == "" {
		return span{firstRow: 1, lastRow: MaxRows, lastCol: 1 << 20}, nil
	}
	s, ok := rangeRef(c.Range)
	if !ok {
		return s, broken("%q không phải vùng ô; hãy viết như \"B5:H40\" hoặc, với cả dòng, \"5:40\"", "%q is no range of cells; write it like \"B5:H40\" or, for whole rows, \"5:40\"", c.Range)
	}
	return s, nil
}

func (c Choice) join() string {
	if c.HeaderJoin == "" {
		return " "
	}
	return c.HeaderJoin
}
