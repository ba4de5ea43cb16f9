package office

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"honglinh/catalog/text"
	"honglinh/datasets/grid"
)

// begin decides the header and gives the rows kept so far.
func (r *reading) begin() error {
	r.begun = true
	head := r.head
	r.head = nil
	if len(head) == 0 {
		return in(r.table.Sheet, broken("trang tính trống; hãy nêu trang có bảng bằng dialect.sheetName", "the sheet is empty; name the sheet of the table with dialect.sheetName"))
	}
	first, last, err := r.header(head)
	if err != nil {
		return err
	}
	for _, row := range head[:first] {
		r.notes.add(TitleRows, row.Number, "", firstText(row))
	}
	data := head[last:]
	for _, row := range head[first:last] {
		r.table.HeaderRows = append(r.table.HeaderRows, row.Number)
		r.last = row.Number
	}
	r.usual = usual(data, Row.held)
	if len(data) > 0 && numbersColumns(data[0], len(r.choice.HeaderRows) > 0) {
		r.table.NumberRows = []int{data[0].Number}
		r.notes.add(ColumnNumbers, data[0].Number, "", firstText(data[0]))
		r.last = data[0].Number
		data = data[1:]
	}
	r.columns(head[first:last], data)
	r.table.Plain = !slices.ContainsFunc(data, func(row Row) bool {
		return slices.ContainsFunc(row.Cells, func(c Cell) bool { return c.Kind == Text && grouped(c.Text) })
	})
	if err := r.to.Head(r.table); err != nil {
		return err
	}
	for _, row := range data {
		if err := r.data(row); err != nil {
			return err
		}
	}
	return nil
}

// header returns where the header begins and ends in the rows.
func (r *reading) header(rows []Row) (first, last int, err error) {
	switch {
	case r.choice.NoHeader:
		return 0, 0, nil
	case len(r.choice.HeaderRows) > 0:
		from, to := slices.Min(r.choice.HeaderRows), slices.Max(r.choice.HeaderRows)
		for last < len(rows) && rows[last].Number <= to {
			if rows[last].Number < from {
				first++
			}
			last++
		}
		if first == last {
			return 0, 0, in(r.table.Sheet, broken("dòng tiêu đề mà dialect.headerRows nêu thì trống; dòng được đếm như trong bảng tính", "the header row that dialect.headerRows names is empty; rows are counted as the spreadsheet counts them").at(from))
		}
		return first, last, nil
	}
	first, last, ok := findHeader(rows)
	if !ok {
		return 0, 0, in(r.table.Sheet, broken("không tìm thấy dòng tiêu đề; hãy nêu bằng dialect.headerRows, hoặc ghi dialect.header là false", "no header row was found; name its row with dialect.headerRows, or say dialect.header false"))
	}
	return first, last, nil
}

// columns names the columns from the header rows; those with neither a name nor
// a value in the rows at hand are left out.
func (r *reading) columns(header, data []Row) {
	width := 0
	for _, rows := range [][]Row{header, data} {
		for _, row := range rows {
			width = max(width, len(row.Cells))
		}
	}
	seen := map[string]int{}
	for at := r.within.firstCol; at < width; at++ {
		name, mended := r.name(header, at)
		letter := ColumnName(at)
		has := slices.ContainsFunc(data, func(row Row) bool { return at < len(row.Cells) && !row.Cells[at].Blank() })
		switch {
		case name == "" && !has:
			if len(r.table.Columns) > 0 && at < width-1 {
				r.notes.add(EmptyColumn, 0, letter, "")
			}
			continue
		case name == "":
			name = "cot_" + strconv.Itoa(at+1)
			if !r.choice.NoHeader {
				r.notes.add(UnnamedColumn, 0, name, "")
			}
		}
		if n := seen[strings.ToLower(name)]; n > 0 {
			seen[strings.ToLower(name)]++
			name, mended = name+" "+strconv.Itoa(n+1), true
		}
		seen[strings.ToLower(name)]++
		if mended {
			r.notes.add(HeaderMended, r.table.HeaderRows[0], name, name)
		}
		r.table.Columns = append(r.table.Columns, Column{Name: name, Letter: letter, at: at})
	}
	r.names = r.table.Names()
	r.beside()
}

// beside notes tables that seem to stand side by side, with the area of each.
func (r *reading) beside() {
	var places []int
	for _, c := range r.table.Columns {
		places = append(places, c.at)
	}
	tables := grid.Beside(places)
	if tables == nil || r.choice.NoHeader {
		return
	}
	n := &Note{Code: TablesBeside, Sheet: r.table.Sheet, Row: r.table.HeaderRows[0], Count: 1}
	area := func(t [2]int) string {
		return fmt.Sprintf("%s%d:%s%d", ColumnName(t[0]), max(r.within.firstRow, 1), ColumnName(t[1]), min(r.within.lastRow, MaxRows))
	}
	for _, t := range tables {
		n.Areas = append(n.Areas, area(t))
	}
	n.said = grid.SayBeside(tables, area, text.New("hãy khai báo mỗi bảng là một tài nguyên với dialect.range, như trên", "declare each as a resource with dialect.range, as above"))
	r.notes.list = append(r.notes.list, n)
}

// name joins what the header rows say of a column; mended says that a line break
// became a space.
func (r *reading) name(header []Row, at int) (name string, mended bool) {
	var parts []string
	for _, row := range header {
		if len(r.choice.HeaderRows) > 0 && !slices.Contains(r.choice.HeaderRows, row.Number) || at >= len(row.Cells) || row.Cells[at].Kind == Uncomputed {
			continue
		}
		part := strings.Join(strings.Fields(row.Cells[at].Text), " ")
		if part == "" || len(parts) > 0 && parts[len(parts)-1] == part {
			continue
		}
		mended = mended || strings.ContainsAny(strings.TrimSpace(row.Cells[at].Text), "\r\n")
		parts = append(parts, part)
	}
	return strings.Join(parts, r.choice.join()), mended
}
