package duck

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"

	"honglinh/catalog"
	"honglinh/datasets/table"
)

// compiler turns a query into SQL with bound parameters.
type compiler struct {
	v      *table.Version
	source string
	nodes  int
	args   []any
	joins  []unitJoin
	index  func() *wordIndex // that of the version's words, nil if there is none
	found  rowSet            // the rows of words that decide alone
}

// output is a column of a result.
type output struct {
	name, sql string
	column    table.Column // the source column; its Type is the output's
	aggregate bool
}

// statement is a compiled query.
type statement struct {
	items   []string // of a plain query
	from    string
	sql     string // the page, without order and limit
	args    []any
	count   string // counts rows or groups
	counted *int   // what is known without asking
	outputs []output
	shown   []output // outputs with labels: what the reader gets
	grouped bool
	keys    []orderKey
}

// compile checks the query against the version's columns and compiles it.
func (e *Engine) compile(ctx context.Context, q table.Query, v *table.Version) (*statement, error) {
	source, err := e.relation(ctx, q.Ref, v)
	if err != nil {
		return nil, err
	}
	joins, err := e.unitJoins(ctx, q, v, source)
	if err != nil {
		return nil, err
	}
	c := &compiler{v: v, source: source, index: sync.OnceValue(func() *wordIndex { return e.words(q.Ref, v) })}
	if err := c.joined(joins); err != nil { // first: its parameters are
		return nil, err
	}
	st := &statement{grouped: len(q.GroupBy) > 0 || anyAggregate(q.Select)}
	if len(q.Select) > table.MaxItems || len(q.GroupBy) > table.MaxItems || len(q.Order) > table.MaxOrder {
		return nil, catalog.NewFault(catalog.TooLarge, "select", fmt.Sprintf("nhiều nhất %d cột và %d khoá sắp xếp", table.MaxItems, table.MaxOrder), fmt.Sprintf("at most %d columns and %d sort keys", table.MaxItems, table.MaxOrder))
	}
	if st.outputs, err = c.outputs(q, st.grouped); err != nil {
		return nil, err
	}
	st.shown = labelled(st.outputs, q.Labels, q.Lang)
	where, err := c.page(q, st)
	if err != nil {
		return nil, err
	}
	if st.grouped {
		err = c.group(q, st, where)
	} else {
		c.plain(q, st, where)
	}
	if err != nil {
		return nil, err
	}
	st.args = c.args
	if st.keys, err = c.order(q, st); err != nil {
		return nil, err
	}
	return st, nil
}

func anyAggregate(items []table.Item) bool {
	return slices.ContainsFunc(items, func(i table.Item) bool { return slices.Contains(table.Aggregates(), i.Func) })
}

// outputs lists what the query gives: the selection, or all columns, or the
// groups and their count.
func (c *compiler) outputs(q table.Query, grouped bool) ([]output, error) {
	items := q.Select
	if len(items) == 0 && grouped {
		items = append(slices.Clone(q.GroupBy), table.Item{Func: "count"})
	}
	if len(items) == 0 {
		for _, col := range c.v.Columns {
			items = append(items, table.Item{Column: col.Name})
		}
	}
	var out []output
	for _, it := range items {
		o, err := c.item(it, "select")
		if err != nil {
			return nil, err
		}
		if grouped && !o.aggregate && !groupedBy(q.GroupBy, it) {
			return nil, catalog.NewFault(catalog.Invalid, "select", fmt.Sprintf("cột %q phải có trong group_by hoặc nằm trong một hàm gộp", it.Column),
				fmt.Sprintf("the column %q must be in group_by or inside an aggregate", it.Column))
		}
		if slices.ContainsFunc(out, func(x output) bool { return strings.EqualFold(x.name, o.name) }) {
			return nil, catalog.NewFault(catalog.Invalid, "select", fmt.Sprintf("hai cột ra cùng tên %q; dùng `as`", o.name), fmt.Sprintf("two output columns are named %q; name them apart with `as`", o.name))
		}
		out = append(out, o)
	}
	return out, nil
}

func groupedBy(groups []table.Item, it table.Item) bool {
	return slices.ContainsFunc(groups, func(g table.Item) bool {
		return g.Column == it.Column && g.Func == it.Func && g.Arg == it.Arg && g.On == it.On
	})
}

// page is the condition of a query. Where the words alone decide which rows there are, in
// the order of the file, those of the first page are named and the others only counted.
func (c *compiler) page(q table.Query, st *statement) (string, error) {
	bound := len(c.args)
	where, err := c.where(q)
	if err != nil || c.found == nil || q.Where != nil || st.grouped || q.Distinct {
		return where, err
	}
	n := c.found.count()
	st.counted = &n
	limit := q.Limit
	if limit == 0 {
		limit = table.DefaultLimit
	}
	if limit < 0 || len(q.Order) > 0 || q.Cursor != "" || q.Offset > few || limit > table.MaxLimit || n == 0 {
		return where, nil
	}
	c.args = c.args[:bound]
	return ` WHERE ` + rowsSQL(c.found.first(q.Offset+limit+1)), nil
}

func (c *compiler) where(q table.Query) (string, error) {
	var parts []string
	if q.Where != nil {
		s, err := c.expr(*q.Where, 1, c.v.Readable)
		if err != nil {
			return "", err
		}
		parts = append(parts, s)
	}
	if strings.TrimSpace(q.Text) != "" {
		parts = append(parts, c.match(q.Text))
	}
	if len(parts) == 0 {
		return "", nil
	}
	return ` WHERE (` + strings.Join(parts, `) AND (`) + `)`, nil
}

func (c *compiler) plain(q table.Query, st *statement, where string) {
	items := make([]string, 0, len(st.outputs)+1)
	for _, o := range st.outputs {
		items = append(items, o.sql+` AS `+quote(o.name))
	}
	if q.Distinct {
		st.sql = `SELECT DISTINCT ` + strings.Join(items, ", ") + ` FROM ` + c.source + where
		st.count = `SELECT count(*) FROM (` + st.sql + `)`
		st.grouped = true // no row of its own to break ties with
		return
	}
	if _, out := st.column(rowColumn); !out {
		items = append(items, quote(rowColumn))
	}
	st.items, st.from = items, ` FROM `+c.source+where
	st.count = `SELECT count(*) FROM ` + c.source + where
}

func (c *compiler) group(q table.Query, st *statement, where string) error {
	items := make([]string, 0, len(st.outputs))
	for _, o := range st.outputs {
		items = append(items, o.sql+` AS `+quote(o.name))
	}
	var groups []string
	for _, g := range q.GroupBy {
		o, err := c.item(g, "group_by")
		if err != nil {
			return err
		}
		if o.aggregate {
			return catalog.NewFault(catalog.Invalid, "group_by", fmt.Sprintf("không thể nhóm theo hàm gộp %q", g.Func), fmt.Sprintf("one cannot group by the aggregate %q", g.Func))
		}
		groups = append(groups, o.sql)
	}
	st.sql = `SELECT ` + strings.Join(items, ", ") + ` FROM ` + c.source + where
	if len(groups) > 0 {
		st.sql += ` GROUP BY ` + strings.Join(groups, ", ")
	}
	if q.Having != nil {
		having, err := c.expr(*q.Having, 1, st.column)
		if err != nil {
			return err
		}
		st.sql = `SELECT * FROM (` + st.sql + `) WHERE ` + having
	}
	st.count = `SELECT count(*) FROM (` + st.sql + `)`
	return nil
}

// column finds an output column, for having and order.
func (st *statement) column(name string) (table.Column, bool) {
	for _, o := range st.outputs {
		if o.name == name {
			c := o.column
			c.Name = o.name
			return c, true
		}
	}
	return table.Column{}, false
}
