package desk

import (
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"honglinh/catalog"
	"honglinh/catalog/text"
	"honglinh/datasets/grid"
	"honglinh/datasets/revise"
	"honglinh/web/frame"
)

// maxPasted is how many rows are pasted at once: an edition is full at about as many cells.
const maxPasted = 2000

// pastedRow is one row of what was pasted.
type pastedRow struct {
	number int
	cells  map[string]string
	used   bool
}

// pasteGrid takes rows that were copied from a spreadsheet, or a file, into the edition.
func (p *pages) pasteGrid(w http.ResponseWriter, r *http.Request, v *visit) error {
	o, err := p.openTable(r, v)
	if err != nil {
		return err
	}
	rev := o.it.Value.Rev
	if err := o.read(func(revise.Line) error { return nil }); err != nil {
		return err
	}
	fields := maps.Clone(o.it.Value.Fields)
	rows, err := p.pasted(r, o)
	if err == nil {
		err = o.join(fields, rows, r.PostFormValue("clear") != "")
	}
	if err != nil {
		return p.gridRefused(w, r, v, o, "", err)
	}
	if again, err := p.writeGrid(w, r, v, o, rev, fields, ""); again || err != nil {
		return err
	}
	return p.seeOther(w, r, frame.WithQuery(p.at("desk.table", v.l.Lang, "id", o.it.ID, "table", o.table.Name), url.Values{"done": {"pasted"}, "only": {"changed"}}))
}

// pasted reads the rows. Faults: Invalid for what is no table or has other columns,
// TooLarge.
func (p *pages) pasted(r *http.Request, o *opened) (map[string]*pastedRow, error) {
	name, content := "paste.tsv", []byte(strings.ReplaceAll(r.PostFormValue("rows"), "\r\n", "\n"))
	if r.MultipartForm != nil && len(r.MultipartForm.File["file"]) > 0 && r.MultipartForm.File["file"][0].Size > 0 {
		var err error
		if name, content, err = sheetOf(r); err != nil {
			return nil, err
		}
	}
	if len(content) > maxSheet {
		return nil, catalog.NewFault(catalog.TooLarge, "file", "Nội dung lớn hơn 5 MB; hãy chia ra.", "The content is over 5 MB; split it.")
	}
	if len(strings.TrimSpace(string(content))) == 0 {
		return nil, catalog.NewFault(catalog.Invalid, "rows", "Hãy dán các dòng, cả dòng tiêu đề, hoặc chọn một tệp.", "Paste rows with their heading, or choose a file.")
	}
	in, err := openSheet(name, content)
	if err != nil {
		return nil, err
	}
	defer in.Close()
	columns, err := o.pastedColumns(p, in.About().Columns)
	if err != nil {
		return nil, err
	}
	return o.pastedRows(in, columns)
}

// pastedColumns finds the column of the table that each pasted one is, by its name or its
// title in any language. One that is none is a fault.
func (o *opened) pastedColumns(p *pages, names []string) ([]string, error) {
	known := map[string]string{}
	for _, name := range o.head.Columns {
		for _, lang := range text.Langs() {
			known[text.Fold(o.title(p.Locale(lang), name))] = name
		}
	}
	for _, name := range o.head.Columns {
		known[text.Fold(name)] = name
	}
	out := make([]string, len(names))
	for i, name := range names {
		out[i] = known[text.Fold(strings.TrimSpace(name))]
		if out[i] == "" {
			f := catalog.NewFault(catalog.Invalid, "rows", "Bảng không có cột “"+name+"”; dòng đầu phải là tên các cột.", "The table has no column “"+name+"”; the first row names the columns.")
			f.Nearest = text.Nearest(name, o.head.Columns)
			return nil, f
		}
		if j := slices.Index(out[:i], out[i]); j >= 0 {
			return nil, catalog.NewFault(catalog.Invalid, "rows", "Hai cột “"+names[j]+"” và “"+name+"” là một.", "The columns “"+names[j]+"” and “"+name+"” are the same.")
		}
	}
	for _, key := range o.head.Key {
		if !slices.Contains(out, key) && o.head.Keyed {
			return nil, catalog.NewFault(catalog.Invalid, "rows", "Thiếu cột khoá “"+key+"”: nhờ nó mà biết dòng nào là dòng nào.", "The key column “"+key+"” is missing: by it a row is known.")
		}
	}
	return out, nil
}

func (o *opened) pastedRows(in grid.Reader, columns []string) (map[string]*pastedRow, error) {
	out := map[string]*pastedRow{}
	for {
		row, err := in.Next()
		if err == io.EOF {
			break
		}
		if bad, ok := grid.AsBad(err); ok {
			return nil, catalog.NewFault(catalog.Invalid, "rows", fmt.Sprintf("Dòng %d: %s", bad.Number, bad.Reason[text.VI]), fmt.Sprintf("Row %d: %s", bad.Number, bad.Reason[text.EN]))
		}
		if err != nil {
			return nil, unreadable(err)
		}
		one := &pastedRow{number: row.Number, cells: map[string]string{}}
		cells := make([]string, len(o.head.Columns))
		for i, cell := range row.Cells {
			v := clean(string(cell))
			one.cells[columns[i]] = v
			cells[slices.Index(o.head.Columns, columns[i])] = v
		}
		if !slices.ContainsFunc(cells, func(v string) bool { return v != "" }) {
			continue
		}
		id := revise.ID(o.head.Of(cells))
		if before := out[id]; before != nil {
			return nil, catalog.NewFault(catalog.Invalid, "rows", fmt.Sprintf("Dòng %d và dòng %d có cùng khoá (%s).", before.number, row.Number, o.head.Shown(o.head.Of(cells))), fmt.Sprintf("Rows %d and %d have the same key (%s).", before.number, row.Number, o.head.Shown(o.head.Of(cells))))
		}
		if out[id] = one; len(out) > maxPasted {
			return nil, catalog.NewFault(catalog.TooLarge, "rows", "Nhiều hơn "+strconv.Itoa(maxPasted)+" dòng; hãy chia ra.", "Over "+strconv.Itoa(maxPasted)+" rows; split them.")
		}
	}
	if len(out) == 0 {
		return nil, catalog.NewFault(catalog.Invalid, "rows", "Không có dòng nào dưới dòng tiêu đề.", "There is no row below the heading.")
	}
	return out, nil
}

// join puts pasted rows into the fields: those of rows that are there change them, the
// others are new. An empty cell changes nothing unless clear says so.
func (o *opened) join(fields map[string]string, rows map[string]*pastedRow, clear bool) error {
	there := map[string]bool{}
	err := o.read(func(l revise.Line) error {
		there[l.ID] = true
		one := rows[l.ID]
		if one == nil {
			return nil
		}
		one.used = true
		typed := maps.Clone(one.cells)
		if !clear {
			maps.DeleteFunc(typed, func(_, v string) bool { return v == "" })
		}
		o.put(fields, l, typed)
		return nil
	})
	if err != nil {
		return err
	}
	for _, id := range slices.Sorted(maps.Keys(rows)) {
		if one := rows[id]; !one.used {
			if _, err := o.add(fields, one.cells, there); err != nil {
				return atRow(err, one.number)
			}
		}
	}
	return nil
}

// atRow says of a fault in which pasted row it is.
func atRow(err error, number int) error {
	var f *catalog.Fault
	if !asFault(err, &f) {
		return err
	}
	return catalog.NewFault(f.Kind, "rows", fmt.Sprintf("Dòng %d: %s", number, f.Detail[text.VI]), fmt.Sprintf("Row %d: %s", number, f.Detail[text.EN]))
}
