package rows

import (
	"cmp"
	"embed"
	"io/fs"
	"strings"

	"honglinh/catalog"
	"honglinh/catalog/text"
	"honglinh/catalog/vocab"
	"honglinh/datasets/table"
	"honglinh/web/address"
	"honglinh/web/frame"
)

//go:embed templates/*.html
var files embed.FS

// Templates print rows of tables with their dictionary and citation.
func Templates() fs.FS { return files }

// Grid is rows of a table.
type Grid struct {
	ID, Label string
	Columns   []GridColumn
	Rows      [][]Cell
}

// GridColumn is the head of a column: its title, how it is sorted and what to
// do with it.
type GridColumn struct {
	Name, Title, Unit string
	Num               bool
	Sorted            string // ascending, descending or ""
	Sort              string // address
	SortSays          string
	Profile           string
}

// Cell is a value as people read it.
type Cell struct {
	Text    string
	Full    string // where Text is only its beginning
	Code    string // behind a label
	URL     string
	Out     bool // the address is elsewhere
	Num     bool
	Wide    bool // a phrase, for a column of its width
	Missing bool
	Head    bool
}

// wideCell is the length in characters from which a text would make its row tall
// in a column as narrow as a code.
const wideCell = 36

// longCell is how much of a text stands in its cell, in characters; the rest
// opens. Three lines of a column on a telephone.
const longCell = 100

// Grid makes the grid of rows of values as table.Rows gives them, one for each of the columns.
func (v *View) Grid(columns []table.Column, rows [][]any) Grid {
	g := Grid{ID: "rows", Label: v.TableName().Text}
	for _, c := range columns {
		g.Columns = append(g.Columns, v.head(c))
	}
	for _, row := range rows {
		line := make([]Cell, 0, len(columns))
		for i, value := range row[:len(columns)] {
			line = append(line, v.Cell(columns[i], value))
		}
		if len(line) > 0 {
			line[0].Head = true
		}
		g.Rows = append(g.Rows, line)
	}
	return g
}

// head makes the head of a column; sorting goes up, down and back to the order
// of the file.
func (v *View) head(c table.Column) GridColumn {
	h := GridColumn{Name: c.Name, Title: v.Title(c), Unit: v.L.Unit(c.Unit), Num: c.Type.Numeric()}
	next, says := c.Name, "data_sort.up"
	if len(v.Query.Order) > 0 && v.Query.Order[0].By == c.Name {
		if h.Sorted, next, says = "ascending", "-"+c.Name, "data_sort.down"; v.Query.Order[0].Desc {
			h.Sorted, next, says = "descending", "", "data_sort.none"
		}
	}
	h.Sort, h.SortSays = v.At("order", next), v.L.T(says, h.Title)
	if _, ok := v.Version.Column(c.Name); ok && len(v.Query.GroupBy) == 0 {
		h.Profile = v.ColumnPath(v.L.Lang, c.Name)
	}
	return h
}

// ColumnPath returns the page of a column, of the version that is shown.
func (v *View) ColumnPath(lang text.Lang, column string) string {
	path := v.Path(frame.RouteColumn, "lang", string(lang), "slug", v.Ref.Dataset, "table", v.Ref.Table, "column", column)
	if v.Version.Number != v.State.Current().Number {
		path = frame.WithQuery(path, map[string][]string{"version": {v.Version.Number}})
	}
	return path
}

// Title is a column's title in the reader's language, else its name.
func (v *View) Title(c table.Column) string {
	if t := c.Title.In(v.L.Lang); t != "" {
		return t
	}
	if known, ok := v.Version.Column(c.Name); ok && known.Title.In(v.L.Lang) != "" {
		return known.Title.In(v.L.Lang)
	}
	return c.Name
}

// Cell writes a value; a code with a label shows the label and keeps the code beside it.
func (v *View) Cell(c table.Column, value any) Cell {
	cell := Cell{Num: c.Type.Numeric()}
	switch x := value.(type) {
	case nil:
		return Cell{Num: cell.Num, Missing: true}
	case string:
		v.textCell(&cell, c, x)
	case bool:
		cell.Text = v.L.T("value.false")
		if x {
			cell.Text = v.L.T("value.true")
		}
	default:
		cell.Text = v.L.Exact(x)
		if label := v.L.Label(c.Labels[cell.Text], ""); label != "" {
			cell.Text, cell.Code = label, cell.Text
		}
	}
	return cell
}

func (v *View) textCell(cell *Cell, c table.Column, s string) {
	cell.Text = s
	m := v.Resource.Mapping
	names, page := v.units(s)
	switch {
	case names != "":
		cell.Text, cell.URL = names, page
	case v.L.Label(c.Labels[s], "") != "":
		cell.Text, cell.Code = v.L.Label(c.Labels[s], ""), s
	case strings.HasPrefix(s, "https://") || strings.HasPrefix(s, "http://"):
		if cell.URL = address.Web(s); cell.URL != "" {
			cell.Text, cell.Out = cmp.Or(address.Host(s), s), true
		}
	case m != nil && c.Name == m.ID && m.Kind != "":
		cell.URL = v.rowRecord(m.Kind, s)
	case c.Type == table.Date:
		cell.Text = v.L.Date(catalog.Date(s))
	}
	r := []rune(cell.Text)
	cell.Wide = len(r)+len(cell.Code) > wideCell
	if len(r) > longCell+20 {
		cell.Text, cell.Full = frame.ClipText(cell.Text, longCell), cell.Text
	}
}

// units are the names of the units whose ids a value lists, with the page where it is one; "" where it is anything else.
func (v *View) units(s string) (names, page string) {
	if !strings.HasPrefix(s, string(vocab.Unit)+"/") {
		return "", ""
	}
	ids := strings.Split(s, ";")
	out := make([]string, 0, len(ids))
	for _, id := range ids {
		u, ok := v.Places().ByID(strings.TrimSpace(id))
		if !ok {
			return "", ""
		}
		out = append(out, v.L.Label(u.Name, u.ID))
	}
	if len(ids) == 1 {
		page = v.RecordPath(v.L.Lang, ids[0])
	}
	return strings.Join(out, "; "), page
}

// rowRecord is the page of the record that a row is.
func (v *View) rowRecord(kind, id string) string {
	if k, _, ok := catalog.SplitID(id); ok {
		kind = string(k)
	} else {
		slug := strings.ToLower(id)
		if !catalog.ValidSlug(slug) {
			slug = text.Slug(id, catalog.MaxSlug)
		}
		id = catalog.MakeID(vocab.Kind(kind), slug)
	}
	return v.RecordPath(v.L.Lang, id)
}
