package desk

import (
	"cmp"
	"errors"
	"io/fs"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"honglinh/api/httpkit"
	"honglinh/catalog"
	"honglinh/catalog/store/editions"
	"honglinh/catalog/text"
	"honglinh/datasets"
	"honglinh/datasets/revise"
	"honglinh/web/frame"
)

// gridPage is a table in an edition, with inputs for its cells.
type gridPage struct {
	base
	Back, Draft     string // address of the edition, and what it is called
	Save, Paste     string
	Rev             int
	Query, Only     string
	Columns         []gridColumn
	Rows            []gridRow
	Choice          []frame.Pick // all columns but those of the key
	NewRow          string
	Prev, Next      string
	Count           string
	Writable, Keyed bool
	Ends            string // what happens to a row that ends
	Single          bool   // one row, all its columns, as a form
	Fresh           bool   // a row that is not there yet
	Conflicts       []conflictRow
	MostRows        string
}

type gridColumn struct {
	Name, Title, Help string
	Key               bool
}

type gridRow struct {
	ID, Key, URL string
	New, Leaves  bool
	End, EndName string
	Cells        []gridCell
	Changed      bool
}

type gridCell struct {
	Name, ID, Label, Value, Was, Mode, Help, Error string
	Changed, Fixed, Required                       bool
	Options                                        []frame.Pick
	Rows                                           int
}

// gridRows is how many rows a page of the grid has, gridColumns how many columns it
// shows where nobody chose any: what fits a screen.
const (
	gridRows    = 25
	gridColumns = 7
)

// opened is a table that is looked at.
type opened struct {
	it    editions.Item
	pkg   *datasets.Package
	fs    fs.FS
	dir   string
	table datasets.Resource
	rows  map[string]*revise.Row // changed in the edition
	base  map[string]*revise.Row // changed in what readers have
	head  revise.Head
}

// openTable finds the table of the address in the edition of the address.
func (p *pages) openTable(r *http.Request, v *visit) (*opened, error) {
	it, err := p.found(r, v)
	if err != nil {
		return nil, err
	}
	o := &opened{it: it}
	if o.pkg, o.fs, o.dir, err = p.revisable(&it.Value); err != nil {
		return nil, err
	}
	name, _ := httpkit.PathVar(r, "table")
	var ok bool
	if o.table, ok = o.pkg.Resource(name); !ok || !revise.Open(o.table) {
		return nil, catalog.NewFault(catalog.NotFound, "table", "Bộ dữ liệu không có bảng này, hoặc bảng không sửa được ở đây.", "The dataset has no such table, or it is not changed here.")
	}
	return o, o.changed()
}

// changed reads the changes out of the edition's fields.
func (o *opened) changed() error {
	changes, err := revise.Parse(o.it.Value.Fields)
	if err != nil {
		return err
	}
	published, err := revise.Parse(o.it.Value.Base)
	o.rows, o.base = changes[o.table.Name], published[o.table.Name]
	return err
}

// published is what readers have in a cell; false for a row that they do not have.
func (o *opened) published(line revise.Line, i int) (string, bool) {
	before := o.base[line.ID]
	if before != nil {
		if v, ok := before.Cells[o.head.Columns[i]]; ok {
			return v, true
		}
	}
	if line.Source == nil {
		return "", before != nil
	}
	return line.Source[i], true
}

// read gives all rows of the table to fn.
func (o *opened) read(fn func(revise.Line) error) error {
	return revise.Read(o.fs, o.dir, o.table, o.rows, func(h revise.Head) error {
		o.head = h
		return nil
	}, fn)
}

// grid shows a page of the table.
func (p *pages) grid(w http.ResponseWriter, r *http.Request, v *visit) error {
	o, err := p.openTable(r, v)
	if err != nil {
		return err
	}
	return p.showGrid(w, r, v, o, http.StatusOK, nil)
}

// gridRow shows one row with all its columns, "new" for one that is not there yet.
func (p *pages) gridRow(w http.ResponseWriter, r *http.Request, v *visit) error {
	o, err := p.openTable(r, v)
	if err != nil {
		return err
	}
	row, _ := httpkit.PathVar(r, "row")
	return p.showRow(w, r, v, o, row, http.StatusOK, nil)
}

func (p *pages) showGrid(w http.ResponseWriter, r *http.Request, v *visit, o *opened, status int, failed error, adds ...func(*gridPage)) error {
	page := p.gridPage(r, v, o, failed)
	from, _ := strconv.Atoi(r.FormValue("from"))
	match, seen := o.matching(page.Query, page.Only), 0
	err := o.read(func(l revise.Line) error {
		if !match(l) {
			return nil
		}
		if seen++; seen > from && seen <= from+gridRows {
			page.Rows = append(page.Rows, p.lineOf(v, o, l, page.shown(o, r), page.Writable))
		}
		return nil
	})
	if err != nil {
		return err
	}
	page.heads(v.l, o, r)
	page.Count, page.Keyed = v.l.N("desk.table.rows", seen), o.head.Keyed
	page.Ends = v.l.T("desk.table.end.leaves")
	if o.head.EndColumn != "" {
		page.Ends = v.l.T("desk.table.end.column", o.title(v.l, o.head.EndColumn))
	}
	turn := func(to int) string {
		q := url.Values{}
		for _, name := range []string{"q", "only", "col"} {
			if list := r.Form[name]; len(list) > 0 {
				q[name] = list
			}
		}
		q.Set("from", strconv.Itoa(to))
		return frame.WithQuery(p.at("desk.table", v.l.Lang, "id", o.it.ID, "table", o.table.Name), q)
	}
	if from > 0 {
		page.Prev = turn(max(from-gridRows, 0))
	}
	if seen > from+gridRows {
		page.Next = turn(from + gridRows)
	}
	for _, add := range adds {
		add(&page)
	}
	return p.show(w, v, "desk-grid", status, page)
}

// matching tells which rows are shown: those with all words of a query, or the changed
// ones alone.
func (o *opened) matching(query, only string) func(revise.Line) bool {
	words := strings.Fields(text.Fold(query))
	return func(l revise.Line) bool {
		if only != "" && o.rows[l.ID] == nil {
			return false
		}
		if len(words) == 0 {
			return true
		}
		all := text.Fold(strings.Join(l.Cells, " "))
		return !slices.ContainsFunc(words, func(word string) bool { return !strings.Contains(all, word) })
	}
}

// gridPage is what the grid and the page of a row have in common.
func (p *pages) gridPage(r *http.Request, v *visit, o *opened, failed error) gridPage {
	_ = r.ParseForm() // what cannot be read of a query filters nothing
	l, pairs := v.l, []string{"id", o.it.ID, "table", o.table.Name}
	page := gridPage{base: p.newBase(r, v, "desk.table", l.Label(o.table.Title, o.table.Name), pairs...), Back: p.at("desk.edition", l.Lang, "id", o.it.ID), Draft: titleOf(&o.it.Value),
		Save: p.at("desk.table.save", l.Lang, pairs...), Paste: p.at("desk.table.paste", l.Lang, pairs...), Rev: o.it.Value.Rev, Writable: o.it.Value.MayWrite(v.Actor),
		Query: strings.TrimSpace(r.FormValue("q")), Only: r.FormValue("only"), NewRow: p.at("desk.row", l.Lang, append(pairs, "row", "new")...), MostRows: l.Num(maxPasted)}
	if said, ok := wrong(v, failed); ok {
		page.Wrong = said
		var f *catalog.Fault
		if errors.As(failed, &f) {
			if _, _, _, _, is := revise.Part(f.Where); is {
				page.Wrong.Text = tableField(l, o.pkg, &o.it.Value, f.Where) + ": " + page.Wrong.Text
			}
		}
	}
	return page
}

// shown are the columns that the grid shows: the key, then those that were chosen.
func (page *gridPage) shown(o *opened, r *http.Request) []int {
	chosen := r.Form["col"]
	if len(chosen) == 0 {
		for _, name := range o.head.Columns {
			if (!o.head.Keyed || !slices.Contains(o.head.Key, name)) && len(chosen) < gridColumns {
				chosen = append(chosen, name)
			}
		}
	}
	var out []int
	for i, name := range o.head.Columns {
		if slices.Contains(chosen, name) {
			out = append(out, i)
		}
	}
	return out
}

// heads are the titles of the shown columns, and the choice of others.
func (page *gridPage) heads(l *frame.Locale, o *opened, r *http.Request) {
	shown := page.shown(o, r)
	for _, i := range shown {
		page.Columns = append(page.Columns, o.column(l, i))
	}
	for i, name := range o.head.Columns {
		if !o.head.Keyed || !slices.Contains(o.head.Key, name) {
			page.Choice = append(page.Choice, frame.Pick{Value: name, Text: o.title(l, name), On: slices.Contains(shown, i)})
		}
	}
}

func (o *opened) column(l *frame.Locale, i int) gridColumn {
	name := o.head.Columns[i]
	f, _ := o.table.Schema.Field(name)
	help := l.Label(f.Description, "")
	if f.Unit != "" {
		help = strings.TrimSpace(l.Unit(f.Unit) + ". " + help)
	}
	return gridColumn{Name: name, Title: o.title(l, name), Help: help, Key: o.head.Keyed && slices.Contains(o.head.Key, name)}
}

func (o *opened) title(l *frame.Locale, column string) string {
	f, _ := o.table.Schema.Field(column)
	return l.Label(f.Title, column)
}

// lineOf is a row of the grid with the columns.
func (p *pages) lineOf(v *visit, o *opened, line revise.Line, columns []int, writable bool) gridRow {
	row := gridRow{ID: line.ID, Key: cmp.Or(line.Key, v.l.T("desk.table.nokey")), New: line.New, End: line.Ended, EndName: "e." + line.ID, Changed: o.rows[line.ID] != nil, Leaves: o.head.Leaves(line),
		URL: p.at("desk.row", v.l.Lang, "id", o.it.ID, "table", o.table.Name, "row", line.ID)}
	for _, i := range columns {
		row.Cells = append(row.Cells, o.cell(v.l, line, i, writable))
	}
	return row
}

func (o *opened) cell(l *frame.Locale, line revise.Line, i int, writable bool) gridCell {
	name := o.head.Columns[i]
	f, _ := o.table.Schema.Field(name)
	column := o.column(l, i)
	c := gridCell{Name: "c." + line.ID + "." + name, ID: "c-" + line.ID + "-" + strconv.Itoa(i), Label: column.Title, Help: column.Help, Value: line.Cells[i],
		Fixed: !writable || column.Key && !line.New && line.Source != nil || name == o.head.EndColumn && line.Ended != "", Required: f.Constraints.Required || column.Key}
	if was, there := o.published(line, i); there && was != c.Value {
		c.Changed, c.Was = true, was
	}
	switch f.Type {
	case "number", "integer", "year":
		c.Mode = "decimal"
	}
	if codes := codesOf(f); len(codes) > 0 {
		c.Options = []frame.Pick{{On: c.Value == ""}}
		known := c.Value == ""
		for _, code := range codes {
			known = known || code == c.Value
			c.Options = append(c.Options, frame.Pick{Value: code, Text: l.Label(f.Labels[code], code), On: code == c.Value})
		}
		if !known {
			c.Options = append(c.Options, frame.Pick{Value: c.Value, Text: c.Value, On: true})
		}
	}
	c.Rows = lines(c.Value)
	return c
}

// maxCodes is how many codes a list to choose from has; more are typed.
const maxCodes = 60

// codesOf are the values that a column may hold where it says so.
func codesOf(f datasets.Field) []string {
	codes := f.Categories
	if len(codes) == 0 {
		for _, v := range f.Constraints.Enum {
			codes = append(codes, datasets.Printed(v))
		}
	}
	if len(codes) > maxCodes || f.Type == "list" {
		return nil
	}
	return codes
}

// showRow shows one row as a form.
func (p *pages) showRow(w http.ResponseWriter, r *http.Request, v *visit, o *opened, id string, status int, failed error, adds ...func(*gridPage)) error {
	page := p.gridPage(r, v, o, failed)
	page.Single, page.Fresh = true, id == "new"
	var found *revise.Line
	err := o.read(func(l revise.Line) error {
		if l.ID == id {
			found = &l
		}
		return nil
	})
	if err != nil {
		return err
	}
	if page.Fresh {
		found = &revise.Line{ID: "new", New: true, Cells: make([]string, len(o.head.Columns))}
		for i, name := range o.head.Columns {
			found.Cells[i] = r.PostFormValue("c.new." + name) // what was typed before it was refused
		}
	}
	if found == nil {
		return catalog.NewFault(catalog.NotFound, "row", "Bảng không có dòng này.", "The table has no such row.")
	}
	all := make([]int, len(o.head.Columns))
	for i := range all {
		all[i] = i
	}
	page.Rows = []gridRow{p.lineOf(v, o, *found, all, page.Writable)}
	if page.Fresh {
		page.Rows[0].Key = v.l.T("desk.table.add")
	}
	for i := range page.Rows[0].Cells {
		p.fault(&page.Rows[0].Cells[i], o, failed, id, v)
	}
	for _, add := range adds {
		add(&page)
	}
	return p.show(w, v, "desk-grid", status, page)
}

// fault puts what is wrong beside the cell that it is about.
func (p *pages) fault(c *gridCell, o *opened, failed error, id string, v *visit) {
	var f *catalog.Fault
	if !errors.As(failed, &f) {
		return
	}
	_, table, row, column, ok := revise.Part(f.Where)
	if ok && table == o.table.Name && row == id && c.Name == "c."+id+"."+column {
		c.Error = v.l.Pick(f.Detail).Text
	}
}
