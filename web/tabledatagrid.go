package web

import (
	"fmt"
	"math/big"
	"strconv"
	"strings"

	"honglinh/catalog"
	"honglinh/catalog/text"
	"honglinh/catalog/vocab"
	"honglinh/datasets/table"
)

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

func (v *tableView) grid(columns []table.Column, rows [][]any) Grid {
	g := Grid{ID: "rows", Label: v.name().Text}
	for _, c := range columns {
		g.Columns = append(g.Columns, v.head(c))
	}
	for _, row := range rows {
		line := make([]Cell, 0, len(columns))
		for i, value := range row[:len(columns)] {
			line = append(line, v.cell(columns[i], value))
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
func (v *tableView) head(c table.Column) GridColumn {
	h := GridColumn{Name: c.Name, Title: v.title(c), Unit: v.l.unit(c.Unit), Num: c.Type.Numeric()}
	next, says := c.Name, "data_sort.up"
	if len(v.query.Order) > 0 && v.query.Order[0].By == c.Name {
		if h.Sorted, next, says = "ascending", "-"+c.Name, "data_sort.down"; v.query.Order[0].Desc {
			h.Sorted, next, says = "descending", "", "data_sort.none"
		}
	}
	h.Sort, h.SortSays = v.at("order", next), v.l.t(says, h.Title)
	if _, ok := v.version.Column(c.Name); ok && len(v.query.GroupBy) == 0 {
		h.Profile = v.columnPath(v.l.lang, c.Name)
	}
	return h
}

func (v *tableView) columnPath(lang text.Lang, column string) string {
	path := v.path(routeColumn, "lang", string(lang), "slug", v.ref.Dataset, "table", v.ref.Table, "column", column)
	if v.version.Number != v.state.Current().Number {
		path = withQuery(path, map[string][]string{"version": {v.version.Number}})
	}
	return path
}

// title is a column's title in the reader's language, else its name.
func (v *tableView) title(c table.Column) string {
	if t := c.Title.In(v.l.lang); t != "" {
		return t
	}
	if known, ok := v.version.Column(c.Name); ok && known.Title.In(v.l.lang) != "" {
		return known.Title.In(v.l.lang)
	}
	return c.Name
}

func (v *tableView) cell(c table.Column, value any) Cell {
	cell := Cell{Num: c.Type.Numeric()}
	switch x := value.(type) {
	case nil:
		return Cell{Num: cell.Num, Missing: true}
	case string:
		v.textCell(&cell, c, x)
	case bool:
		cell.Text = v.l.t("value.false")
		if x {
			cell.Text = v.l.t("value.true")
		}
	default:
		cell.Text = v.l.exact(x)
		if label := v.l.label(c.Labels[cell.Text], ""); label != "" {
			cell.Text, cell.Code = label, cell.Text
		}
	}
	return cell
}

func (v *tableView) textCell(cell *Cell, c table.Column, s string) {
	cell.Text = s
	m := v.resource.Mapping
	switch {
	case v.l.label(c.Labels[s], "") != "":
		cell.Text, cell.Code = v.l.label(c.Labels[s], ""), s
	case strings.HasPrefix(s, "https://") || strings.HasPrefix(s, "http://"):
		if cell.URL = webURL(s); cell.URL != "" {
			cell.Text, cell.Out = firstOf(hostOf(s), s), true
		}
	case m != nil && c.Name == m.ID && m.Kind != "":
		cell.URL = v.rowRecord(m.Kind, s)
	case c.Type == table.Date:
		cell.Text = v.l.date(catalog.Date(s))
	}
	r := []rune(cell.Text)
	cell.Wide = len(r)+len(cell.Code) > wideCell
	if len(r) > longCell+20 {
		cell.Text, cell.Full = clipText(cell.Text, longCell), cell.Text
	}
}

// rowRecord is the page of the record that a row is.
func (v *tableView) rowRecord(kind, id string) string {
	if k, _, ok := catalog.SplitID(id); ok {
		kind = string(k)
	} else {
		slug := strings.ToLower(id)
		if !catalog.ValidSlug(slug) {
			slug = text.Slug(id, catalog.MaxSlug)
		}
		id = catalog.MakeID(vocab.Kind(kind), slug)
	}
	return v.recordPath(v.l.lang, id)
}

// exact writes a number with all its digits; five digits and more are grouped,
// so that years and short codes stay as they are.
func (l *locale) exact(value any) string {
	s := ""
	switch x := value.(type) {
	case int64:
		s = strconv.FormatInt(x, 10)
	case int:
		s = strconv.Itoa(x)
	case float64:
		s = strconv.FormatFloat(x, 'f', -1, 64)
	case *big.Int:
		s = x.String()
	default:
		return fmt.Sprint(x)
	}
	point, group := ",", "."
	if l.lang == text.EN {
		point, group = ".", ","
	}
	sign := ""
	if strings.HasPrefix(s, "-") {
		sign, s = "−", s[1:]
	}
	whole, frac, has := strings.Cut(s, ".")
	if len(whole) > 4 {
		whole = grouped(whole, group)
	}
	if has {
		whole += point + frac
	}
	return sign + whole
}
