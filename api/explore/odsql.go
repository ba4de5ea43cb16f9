package explore

import (
	"cmp"
	"fmt"
	"math"
	"path"
	"slices"
	"strconv"
	"strings"

	"honglinh/datasets/table"
	"honglinh/datasets/table/clause"
)

// odsql is how the language writes strings and names.
var odsql = clause.Dialect{DoubleQuoted: true, Backslash: true, Colon: true}

// output is a field of an answer: a column of the engine's result, or a point
// of two of them.
type output struct {
	name string
	at   int
	lat  int // of a point; -1 otherwise
	// width prints a range bucket as an interval.
	width float64
}

// compiled is a query with the fields its rows make.
type compiled struct {
	query   table.Query
	outputs []output
	grouped bool
}

const canSelect = "fields, *, include(), exclude(), count, sum, avg, min, max, median, percentile, stddev, count(distinct), year, quarter, month, day, range(field, width) and date_format(field, 'yyyy-MM')"

// compile turns the parameters into a query of the entry's table.
func (e entry) compile(o options) (*compiled, error) {
	c := &compiled{query: table.Query{Ref: e.ref, Version: e.version.Number, Limit: o.limit, Offset: o.offset}}
	where, err := e.where(o)
	if err != nil {
		return nil, err
	}
	c.query.Where = where
	labels := map[string]table.Item{}
	if err := e.group(c, o, labels); err != nil {
		return nil, err
	}
	if err := e.selection(c, o, labels); err != nil {
		return nil, err
	}
	return c, e.sorts(c, o, labels)
}

// where joins the condition with the facets refined and excluded.
func (e entry) where(o options) (*table.Expr, error) {
	all := table.Expr{Op: table.And}
	if o.where != "" {
		n, err := odsql.Where(o.where)
		if err != nil {
			return nil, err
		}
		x, err := e.meaning().Where(n)
		if err != nil {
			return nil, err
		}
		all.Args = append(all.Args, x)
	}
	for _, r := range o.refine {
		x, err := e.refined("refine", r)
		if err != nil {
			return nil, err
		}
		all.Args = append(all.Args, x)
	}
	for _, r := range o.exclude {
		x, err := e.refined("exclude", r)
		if err != nil {
			return nil, err
		}
		// Rows without a value are not excluded.
		all.Args = append(all.Args, table.Expr{Op: table.Or, Args: []table.Expr{{Op: table.Not, Args: []table.Expr{x}}, {Op: table.Null, Column: columnIn(x)}}})
	}
	if len(all.Args) == 0 {
		return nil, nil
	}
	return &all, nil
}

func columnIn(x table.Expr) string {
	for len(x.Args) > 0 {
		x = x.Args[0]
	}
	return x.Column
}

// refined reads facet:value; the value of a date may be a year, month or day.
func (e entry) refined(param, s string) (table.Expr, error) {
	name, value, ok := strings.Cut(s, ":")
	if !ok {
		return table.Expr{}, badParameter(param, "%.60q was found but facet:value is expected.", s)
	}
	name, value = strings.Trim(name, "` "), strings.Trim(value, `"`)
	c, ok := e.column(name)
	if !ok {
		return table.Expr{}, e.meaning().Unknown(clause.Node{Kind: clause.Name, Text: name})
	}
	lit := clause.Node{Kind: clause.DateLit, Text: strings.ReplaceAll(value, "/", "-")}
	if !c.Type.Temporal() {
		return table.Expr{Op: table.Eq, Column: c.Name, Values: []any{value}}, nil
	}
	if day := len("2006-01-02"); len(lit.Text) == day && c.Type == table.Date {
		return table.Expr{Op: table.Eq, Column: c.Name, Values: []any{lit.Text}}, nil
	}
	m := e.meaning()
	return m.Where(clause.Node{Kind: clause.Binary, Text: "=", Args: []clause.Node{{Kind: clause.Name, Text: c.Name}, lit}})
}

func (e entry) meaning() clause.Meaning {
	return clause.Meaning{Column: e.column, Condition: e.condition, Like: like, Text: true, Known: e.columnNames}
}

// like is the language's: case and marks do not matter, * stands for anything,
// and a pattern without it is looked for anywhere.
func like(c table.Column, pattern string) table.Expr {
	out := table.Expr{Op: table.And}
	for i, part := range strings.FieldsFunc(pattern, func(r rune) bool { return r == '*' || r == '%' }) {
		op := table.Contains
		if i == 0 && strings.HasSuffix(pattern, "*") && !strings.HasPrefix(pattern, "*") && strings.Count(pattern, "*") == 1 {
			op = table.Prefix
		}
		out.Args = append(out.Args, table.Expr{Op: op, Column: c.Name, Values: []any{part}})
	}
	return out
}

// group reads group_by; labels maps what was written to the item.
func (e entry) group(c *compiled, o options, labels map[string]table.Item) error {
	if o.group == "" {
		return nil
	}
	items, err := odsql.Items(o.group)
	if err != nil {
		return err
	}
	c.grouped = true
	for _, it := range items {
		item, err := e.item(it)
		if err != nil {
			return err
		}
		if slices.Contains(table.Aggregates(), item.Func) {
			return badQuery("%s cannot be grouped by; use a field, range() or a date function.", clause.Short(it.Label))
		}
		labels[it.Label], labels[item.As] = item, item
		c.query.GroupBy = append(c.query.GroupBy, item)
		if o.selects == "" || !selectsGroup(o.selects, it) {
			c.add(item)
		}
	}
	return nil
}

// selectsGroup reports whether the selection names the group itself.
func selectsGroup(selects string, g clause.Item) bool {
	items, err := odsql.Items(selects)
	if err != nil {
		return false
	}
	return slices.ContainsFunc(items, func(it clause.Item) bool {
		return it.Label == g.Label || it.Label == g.As || it.As != "" && it.As == cmp.Or(g.As, g.Label)
	})
}

// add puts an item into the result under its name.
func (c *compiled) add(it table.Item) {
	if slices.ContainsFunc(c.outputs, func(o output) bool { return o.name == it.As }) {
		return
	}
	o := output{name: it.As, at: len(c.query.Select), lat: -1}
	if it.Func == "range" {
		o.width = it.Arg
	}
	c.query.Select = append(c.query.Select, it)
	c.outputs = append(c.outputs, o)
}

func (e entry) addColumn(c *compiled, name, as string) {
	if name == geoField && e.geo != nil {
		at := len(c.query.Select)
		c.query.Select = append(c.query.Select, table.Item{Column: e.geo.lon, As: fmt.Sprintf("__lon%d", at)}, table.Item{Column: e.geo.lat, As: fmt.Sprintf("__lat%d", at)})
		c.outputs = append(c.outputs, output{name: as, at: at, lat: at + 1})
		return
	}
	c.add(table.Item{Column: name, As: as})
}

// selection reads select. Without one it is every field, or of groups their
// labels and nothing else, as the original answers.
func (e entry) selection(c *compiled, o options, labels map[string]table.Item) error {
	if o.selects == "" && c.grouped {
		return nil
	}
	if o.selects == "" {
		for _, name := range e.columnNames() {
			e.addColumn(c, name, name)
		}
		return nil
	}
	items, err := odsql.Items(o.selects)
	if err != nil {
		return err
	}
	for _, it := range items {
		if err := e.selectOne(c, it, labels); err != nil {
			return err
		}
	}
	if len(c.query.Select) == 0 {
		return badQuery("the selection is empty.")
	}
	return nil
}

func (e entry) selectOne(c *compiled, it clause.Item, labels map[string]table.Item) error {
	n := it.Node
	switch {
	case n.Kind == clause.Star:
		for _, name := range e.columnNames() {
			e.addColumn(c, name, name)
		}
		return nil
	case n.Kind == clause.Call && (n.Text == "include" || n.Text == "exclude"):
		return e.include(c, n)
	case n.Kind == clause.Name && n.Text == geoField && e.geo != nil:
		e.addColumn(c, geoField, cmp.Or(it.As, geoField))
		return nil
	}
	if known, ok := labels[it.Label]; ok {
		known.As = cmp.Or(it.As, known.As)
		c.add(known)
		return nil
	}
	item, err := e.item(it)
	if err != nil {
		return err
	}
	labels[it.Label], labels[item.As] = item, item
	c.add(item)
	return nil
}

// include adds or, as exclude, takes away the fields that the patterns match.
func (e entry) include(c *compiled, n clause.Node) error {
	matched := func(name string) bool {
		return slices.ContainsFunc(n.Args, func(a clause.Node) bool {
			ok, err := path.Match(strings.ReplaceAll(a.Text, "[", `\[`), name)
			return err == nil && ok
		})
	}
	if n.Text == "include" {
		for _, name := range e.columnNames() {
			if matched(name) {
				e.addColumn(c, name, name)
			}
		}
		return nil
	}
	if len(c.outputs) == 0 {
		for _, name := range e.columnNames() {
			e.addColumn(c, name, name)
		}
	}
	c.outputs = slices.DeleteFunc(c.outputs, func(o output) bool { return matched(o.name) })
	return nil
}

// item compiles one expression; its name is the alias or what was written.
func (e entry) item(it clause.Item) (table.Item, error) {
	out := table.Item{As: cmp.Or(it.As, it.Label)}
	n := it.Node
	switch n.Kind {
	case clause.Name:
		out.As = cmp.Or(it.As, n.Text)
		c, ok := e.column(n.Text)
		if !ok {
			return out, e.meaning().Unknown(n)
		}
		out.Column = c.Name
		return out, nil
	case clause.Call:
		return e.call(n, out)
	}
	return out, &clause.Unsupported{What: fmt.Sprintf("the expression %q", clause.Short(it.Label)), Have: canSelect, Pos: n.Pos}
}

func functions() map[string]string {
	return map[string]string{"count": "count", "sum": "sum", "avg": "avg", "mean": "avg", "min": "min", "max": "max", "median": "median", "percentile": "quantile", "stddev": "stddev",
		"count_distinct": "distinct", "year": "year_of", "quarter": "quarter_of", "month": "month_of", "day": "day_of", "dayofweek": "weekday_of", "range": "range", "date_format": "format"}
}

func (e entry) call(n clause.Node, out table.Item) (table.Item, error) {
	fn, ok := functions()[n.Text]
	if !ok {
		return out, &clause.Unsupported{What: "the function " + n.Text + "()", Have: canSelect, Pos: n.Pos}
	}
	out.Func = fn
	if fn == "count" && (len(n.Args) == 0 || len(n.Args) == 1 && n.Args[0].Kind == clause.Star) {
		return out, nil
	}
	if len(n.Args) == 0 || n.Args[0].Kind != clause.Name {
		return out, &clause.Unsupported{What: n.Text + "() of something that is no field", Have: n.Text + "(field)", Pos: n.Pos}
	}
	c, ok := e.column(n.Args[0].Text)
	if !ok {
		return out, e.meaning().Unknown(n.Args[0])
	}
	out.Column = c.Name
	return e.argument(n, c, out)
}

// argument reads what some functions take behind the field.
func (e entry) argument(n clause.Node, c table.Column, out table.Item) (table.Item, error) {
	wants := map[string]int{"quantile": 2, "range": 2, "format": 2}
	if want := cmp.Or(wants[out.Func], 1); len(n.Args) != want {
		return out, &clause.Unsupported{What: fmt.Sprintf("%s() with %d arguments", n.Text, len(n.Args)), Have: fmt.Sprintf("%d", want), Pos: n.Pos}
	}
	if len(n.Args) == 1 {
		return out, nil
	}
	arg := n.Args[1]
	switch {
	case out.Func == "format" && arg.Kind == clause.String:
		bucket, ok := map[string]string{"yyyy": "year", "YYYY": "year", "yyyy-MM": "month", "YYYY-MM": "month", "yyyy-MM-dd": "day", "YYYY-MM-dd": "day"}[arg.Text]
		if ok {
			out.Func = bucket
			return out, nil
		}
	case out.Func == "range" && arg.Kind == clause.Quantity && arg.Text == "1":
		out.Func = strings.TrimSuffix(arg.Unit, "s")
		if slices.Contains([]string{"year", "quarter", "month", "day"}, out.Func) {
			return out, nil
		}
	case out.Func != "format" && arg.Kind == clause.Number:
		v, err := strconv.ParseFloat(arg.Text, 64)
		if err == nil && !math.IsInf(v, 0) {
			if out.Arg = v; out.Func == "quantile" {
				out.Arg = v / 100
			}
			return out, nil
		}
	}
	return out, &clause.Unsupported{What: fmt.Sprintf("%s(%s, %s)", n.Text, c.Name, arg.Text), Have: "percentile(field, 0 to 100), range(field, width), range(date, 1 year|quarter|month|day), date_format(date, 'yyyy' | 'yyyy-MM' | 'yyyy-MM-dd')", Pos: arg.Pos}
}

// sorts reads order_by: fields, aliases, or expressions, which are added to the
// query where they are not selected and left out of the rows.
func (e entry) sorts(c *compiled, o options, labels map[string]table.Item) error {
	if o.order == "" {
		return nil
	}
	list, err := odsql.Order(o.order)
	if err != nil {
		return err
	}
	for i, s := range list {
		by, err := e.sortKey(c, s.Node, o.order[s.Node.Pos:s.Node.End], i, labels)
		if err != nil {
			return err
		}
		c.query.Order = append(c.query.Order, table.Order{By: by, Desc: s.Desc})
	}
	return nil
}

func (e entry) sortKey(c *compiled, n clause.Node, written string, i int, labels map[string]table.Item) (string, error) {
	label := strings.Join(strings.Fields(written), " ")
	if n.Kind == clause.Name {
		label = n.Text
	}
	if slices.ContainsFunc(c.query.Select, func(it table.Item) bool { return it.As == label }) {
		return label, nil
	}
	if col, ok := e.column(label); ok && n.Kind == clause.Name && !c.grouped {
		return col.Name, nil
	}
	item, ok := labels[label]
	if !ok {
		var err error
		if item, err = e.item(clause.Item{Node: n, Label: label}); err != nil {
			return "", err
		}
	}
	item.As = fmt.Sprintf("__order%d", i)
	c.query.Select = append(c.query.Select, item)
	return item.As, nil
}
