package delimited

import (
	"fmt"
	"slices"
	"strings"
	"unicode"

	"honglinh/catalog"
	"honglinh/catalog/text"
	"honglinh/datasets/grid"
)

// Header is the names of columns as they were mended, and which columns they are of.
type Header struct {
	Names []string
	// Keep are the places of the columns in the rows, Width how many cells those have.
	Keep  []int
	Width int
}

// Join makes one name a column of the rows of a header. Cells that say the same, or
// nothing, count once.
func Join(rows [][]string, with string) []string {
	if with == "" {
		with = " "
	}
	width := 0
	for _, r := range rows {
		width = max(width, len(r))
	}
	out := make([]string, width)
	for i := range out {
		var parts []string
		for _, r := range rows {
			if i < len(r) {
				if s := strings.TrimSpace(r[i]); s != "" && (len(parts) == 0 || parts[len(parts)-1] != s) {
					parts = append(parts, s)
				}
			}
		}
		out[i] = strings.Join(parts, with)
	}
	return out
}

// Mend makes names of columns of the cells of a header: line breaks and control
// characters become spaces, and what is far too long is cut. Columns without a name
// are left out where filled says that no row has a value there, and get a name
// otherwise; those of the same name get a number. What was done is noted.
func Mend(cells []string, at grid.Place, filled func(column int) (bool, error), about *grid.About) (Header, error) {
	h := Header{Width: len(cells)}
	note := func(code, column, example, vi, en string) {
		about.Add(grid.Note{Code: code, File: at.File, Row: at.Number, Column: column, Example: example, Text: text.New(vi, en)})
	}
	if len(cells) > MaxColumns {
		return h, catalog.NewFault(catalog.TooLarge, spot(at), fmt.Sprintf("%d cột; nhiều nhất %d", len(cells), MaxColumns), fmt.Sprintf("%d columns; at most %d: a table this wide wants to be long", len(cells), MaxColumns))
	}
	for i, cell := range cells {
		name := cleaned(cell)
		switch {
		case name == "":
			has, err := filled(i)
			if err != nil {
				return h, err
			}
			if !has {
				note("empty-column", "", "", fmt.Sprintf("cột %d không có tên và không có giá trị nào: bỏ qua", i+1), fmt.Sprintf("column %d has neither a name nor a value: left out", i+1))
				continue
			}
			name = fmt.Sprintf("cot_%d", i+1)
			note("column-named", name, "", fmt.Sprintf("cột %d không có tên; gọi là %q", i+1, name), fmt.Sprintf("column %d has no name; it is called %q", i+1, name))
		case len(name) > MaxName:
			name = strings.ToValidUTF8(name[:MaxName], "")
			note("header-mended", name, "", fmt.Sprintf("tên cột %d dài hơn %d byte, đã cắt bớt", i+1, MaxName), fmt.Sprintf("the name of column %d has more than %d bytes and was cut", i+1, MaxName))
		case name != strings.TrimSpace(cell):
			note("header-mended", name, cell, fmt.Sprintf("tên cột %d có chỗ xuống dòng hoặc ký tự điều khiển; đọc là %q", i+1, name), fmt.Sprintf("the name of column %d has a line break or control characters; read as %q", i+1, name))
		}
		h.Names, h.Keep = append(h.Names, name), append(h.Keep, i)
	}
	if len(h.Names) == 0 {
		return h, catalog.NewFault(catalog.Invalid, spot(at), "dòng tiêu đề không có tên cột nào; hãy nêu dialect.headerRows", "the header row names no column; say where it is with dialect.headerRows")
	}
	if tables := grid.Beside(h.Keep); tables != nil {
		shown := func(t [2]int) string { return fmt.Sprintf("%d–%d", t[0]+1, t[1]+1) }
		about.Add(grid.Note{Code: "tables-beside", File: at.File, Row: at.Number, Text: grid.SayBeside(tables, shown,
			text.New("hãy lưu mỗi bảng thành một tệp", "save each as a file of its own"))})
	}
	h.distinct(note)
	return h, nil
}

func spot(at grid.Place) string {
	if at.Line > 0 {
		return fmt.Sprintf("%s:%d", at.File, at.Line)
	}
	return at.File
}

// cleaned puts one space where line breaks, control characters and the spaces around
// them are.
func cleaned(name string) string {
	if !strings.ContainsFunc(name, unicode.IsControl) {
		return strings.TrimSpace(name)
	}
	return strings.Join(strings.FieldsFunc(name, func(r rune) bool { return unicode.IsControl(r) || r == ' ' }), " ")
}

// distinct tells columns of the same name apart by a number, in whatever case they are
// written.
func (h Header) distinct(note func(code, column, example, vi, en string)) {
	taken := map[string]bool{}
	for _, n := range h.Names {
		taken[strings.ToLower(n)] = true
	}
	seen := map[string]int{}
	for i, n := range h.Names {
		key := strings.ToLower(n)
		if seen[key]++; seen[key] == 1 {
			continue
		}
		name := n
		for k := seen[key]; taken[strings.ToLower(name)]; k++ {
			name = fmt.Sprintf("%s %d", n, k)
		}
		taken[strings.ToLower(name)] = true
		h.Names[i] = name
		note("header-mended", name, n, fmt.Sprintf("cột %d trùng tên %q với cột trước (không kể chữ hoa); đọc là %q", h.Keep[i]+1, n, name), fmt.Sprintf("column %d has the name %q of a column before it, whatever the case; read as %q", h.Keep[i]+1, n, name))
	}
}

// whole reports whether every cell has its column in its place.
func (h Header) whole() bool {
	return len(h.Keep) == h.Width && slices.IsSorted(h.Keep)
}
