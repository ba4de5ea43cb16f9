package desk

import (
	"cmp"
	"io/fs"
	"maps"
	"net/http"
	"slices"
	"strings"

	"honglinh/catalog"
	"honglinh/catalog/account"
	"honglinh/catalog/desk"
	"honglinh/catalog/text"
	"honglinh/catalog/vocab"
	"honglinh/datasets"
	"honglinh/datasets/revise"
	"honglinh/web/frame"
)

// Tables are the datasets whose rows the desk changes.
type Tables interface {
	// Revisable is a dataset as its source has it: what it says, the file system with its
	// files and its folder in it. Fault: NotFound.
	Revisable(dataset string) (*datasets.Package, fs.FS, string, error)
}

// tablesPage lists the datasets whose tables can be changed.
type tablesPage struct {
	base
	Datasets []tableSet
	Begin    string // "" for who changes none
	Units    []frame.Pick
}

type tableSet struct {
	ID, Record, Title, URL string
	Tables                 []string
	Drafts                 []frame.Link
}

// tables lists what can be changed.
func (p *pages) tables(w http.ResponseWriter, r *http.Request, v *visit) error {
	page := tablesPage{base: p.newBase(r, v, "desk.tables", v.l.T("desk.tables"))}
	if account.Permitted("desk.begin").Allows(v.Actor) {
		page.Begin, page.Units = p.at("desk.begin", v.l.Lang), p.unitsOf(v)
	}
	for _, pkg := range p.Library().All() {
		set := tableSet{ID: pkg.Name, Record: catalog.MakeID(vocab.Dataset, pkg.Name), Title: v.l.Label(pkg.Title, pkg.Name)}
		for _, res := range pkg.Resources {
			if revise.Open(res) {
				set.Tables = append(set.Tables, v.l.Label(res.Title, res.Name))
			}
		}
		if len(set.Tables) == 0 || p.Tables == nil {
			continue
		}
		set.URL = p.RecordPath(v.l.Lang, set.Record)
		drafts, err := p.Editions.Of(r.Context(), set.Record)
		if err != nil {
			return err
		}
		for _, it := range drafts {
			if it.Value.State.Row().Open && it.Value.MayRead(v.Actor) {
				set.Drafts = append(set.Drafts, frame.Link{Text: v.l.Label(it.Value.State.Row().Label, ""), Note: when(v.l, it.Value.Modified), URL: p.at("desk.edition", v.l.Lang, "id", it.ID)})
			}
		}
		page.Datasets = append(page.Datasets, set)
	}
	return p.show(w, v, "desk-tables", http.StatusOK, page)
}

// tablePart is a table of the dataset that an edition changes.
type tablePart struct {
	Title, URL            string
	Changed, Added, Ended int
}

// tableParts lists the tables of an edition's dataset with how much of each is changed.
func (p *pages) tableParts(v *visit, id string, e *desk.Edition) ([]tablePart, error) {
	pkg, _, _, err := p.revisable(e)
	if err != nil {
		return nil, err
	}
	changes, err := revise.Parse(e.Fields)
	if err != nil {
		return nil, err
	}
	var out []tablePart
	for _, res := range pkg.Resources {
		if !revise.Open(res) {
			continue
		}
		part := tablePart{Title: v.l.Label(res.Title, res.Name), URL: p.at("desk.table", v.l.Lang, "id", id, "table", res.Name)}
		for _, row := range changes[res.Name] {
			switch {
			case row.Ended != "":
				part.Ended++
			case row.New:
				part.Added++
			default:
				part.Changed++
			}
		}
		out = append(out, part)
	}
	return out, nil
}

// revisable is the dataset of an edition as its source has it. Fault: NotFound.
func (p *pages) revisable(e *desk.Edition) (*datasets.Package, fs.FS, string, error) {
	_, name, _ := catalog.SplitID(e.Record)
	if e.Kind != vocab.Dataset || p.Tables == nil {
		return nil, nil, "", catalog.NewFault(catalog.NotFound, "table", "Bản này không sửa bảng nào.", "This edition changes no table.")
	}
	return p.Tables.Revisable(name)
}

// tableChanges are the changed cells, new and ended rows of an edition against what
// readers have, as people read them; at most most of them, and how many there are.
func (p *pages) tableChanges(v *visit, e *desk.Edition, most int) ([]changeRow, int, error) {
	diff := slices.DeleteFunc(desk.Diff(e.Base, e.Fields), func(c desk.Change) bool {
		prefix, _, _, _, ok := revise.Part(c.Field)
		return !ok || prefix == revise.RowPrefix
	})
	pkg, fsys, dir, err := p.revisable(e)
	if err != nil {
		return nil, 0, err
	}
	was, err := sourceCells(pkg, fsys, dir, diff[:min(len(diff), most)])
	if err != nil {
		return nil, 0, err
	}
	var out []changeRow
	for _, c := range diff[:min(len(diff), most)] {
		row := changeRow{tableField(v.l, pkg, e, c.Field), cellText(v.l, c.Old), cellText(v.l, c.New)}
		if prefix, _, _, _, _ := revise.Part(c.Field); prefix == revise.NewPrefix {
			row.Old, row.New = "", v.l.T("desk.table.new")
		} else if prefix == revise.CellPrefix {
			source := was[c.Field]
			row.Old, row.New = cmp.Or(row.Old, source), cmp.Or(row.New, source)
		}
		out = append(out, row)
	}
	slices.SortStableFunc(out, func(a, b changeRow) int { return strings.Compare(a.Field, b.Field) })
	return out, len(diff), nil
}

// sourceCells are what the source has in the cells that differ, by their fields.
func sourceCells(pkg *datasets.Package, fsys fs.FS, dir string, diff []desk.Change) (map[string]string, error) {
	wanted := map[string]map[string][]string{} // columns by table and row
	for _, c := range diff {
		prefix, table, id, column, _ := revise.Part(c.Field)
		if prefix != revise.CellPrefix {
			continue
		}
		if wanted[table] == nil {
			wanted[table] = map[string][]string{}
		}
		wanted[table][id] = append(wanted[table][id], column)
	}
	out := map[string]string{}
	for _, table := range slices.Sorted(maps.Keys(wanted)) {
		res, ok := pkg.Resource(table)
		if !ok {
			continue
		}
		var head revise.Head
		err := revise.Read(fsys, dir, res, nil, func(h revise.Head) error {
			head = h
			return nil
		}, func(l revise.Line) error {
			for _, column := range wanted[table][l.ID] {
				if i := slices.Index(head.Columns, column); i >= 0 {
					out[revise.Cell(table, l.ID, column)] = l.Source[i]
				}
			}
			return nil
		})
		if err != nil {
			return nil, err
		}
	}
	return out, nil
}

// cellText is the value of a field of a table as people read it.
func cellText(l *frame.Locale, v string) string {
	if v == revise.Holds {
		return l.T("desk.table.empty")
	}
	return strings.TrimPrefix(v, revise.Holds)
}

// tableField is what people call a field of a table: the table's row, and the column.
func tableField(l *frame.Locale, pkg *datasets.Package, e *desk.Edition, field string) string {
	prefix, table, id, column, ok := revise.Part(field)
	if !ok {
		return field
	}
	mark := revise.Mark(revise.RowPrefix, table, id)
	key := cmp.Or(e.Fields[mark], e.Base[mark], id)
	title := table
	if pkg != nil {
		if res, ok := pkg.Resource(table); ok {
			title = l.Label(res.Title, table)
			if f, ok := res.Schema.Field(column); ok {
				column = l.Label(f.Title, column)
			}
		}
	}
	switch prefix {
	case revise.CellPrefix:
		return title + " · " + key + " · " + column
	case revise.EndPrefix:
		return title + " · " + key + " · " + l.T("desk.table.end")
	}
	return title + " · " + key
}

// datasetFields are what an edition of a dataset begins with beside its changes: how the
// dataset is called.
func datasetFields(title text.Text) map[string]string {
	out := map[string]string{}
	for lang, s := range title {
		out["title_"+string(lang)] = s
	}
	return out
}
