package soda

import (
	"cmp"
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"honglinh/datasets/table"
	"honglinh/datasets/table/clause"
)

// soql is how the language writes strings and names.
var soql = clause.Dialect{}

// defaultLimit is how many rows Socrata gives where nobody says; there is no
// ceiling in 2.1.
const defaultLimit = 1000

const (
	canSelect = "columns, *, count, sum, avg, min, max, median, stddev_samp, count(distinct), date_extract_y, _m, _d, _dow, date_trunc_y, _ym, _ymd"
	canWhere  = "starts_with(column, 'x'), contains(column, 'x'), within_circle(" + pointField + ", lat, lon, metres), within_box(" + pointField + ", north, west, south, east)"
)

// output is a column of an answer.
type output struct {
	name string
	at   int
	lat  int    // of a point; -1 otherwise
	tail string // what makes a moment of the first part of a date
}

type compiled struct {
	query   table.Query
	outputs []output
	labels  map[string]table.Item
	limit   int
}

// read compiles the parameters of a request.
func (v tableView) read(q url.Values) (*compiled, error) {
	s, bare, err := statementOf(q)
	if err != nil {
		return nil, err
	}
	c := &compiled{query: table.Query{Ref: v.ref, Version: v.version.Number, Text: s.Search}, labels: map[string]table.Item{}}
	if err := c.page(s); err != nil {
		return nil, err
	}
	if err := v.where(c, s, bare); err != nil {
		return nil, err
	}
	for _, g := range s.Group {
		it, _, err := v.item(g)
		if err != nil {
			return nil, err
		}
		if slices.Contains(table.Aggregates(), it.Func) {
			return nil, fail(400, "query.soql.aggregate-in-group-by", nil, "%s cannot be grouped by", clause.Short(g.Label))
		}
		c.labels[g.Label], c.labels[it.As] = it, it
		c.query.GroupBy = append(c.query.GroupBy, it)
	}
	if err := v.selection(c, s); err != nil {
		return nil, err
	}
	if err := v.having(c, s); err != nil {
		return nil, err
	}
	return c, v.sorts(c, s)
}

// statementOf reads $query, or the clauses one by one; bare are the parameters
// without a $, which are equality filters.
func statementOf(q url.Values) (clause.Statement, url.Values, error) {
	var s clause.Statement
	bare := url.Values{}
	clauses := map[string]string{}
	for name, values := range q {
		switch {
		case strings.HasPrefix(name, "$$") || name == "": // app token, version
		case !strings.HasPrefix(name, "$"):
			bare[name] = values
		case !slices.Contains([]string{"$select", "$where", "$order", "$group", "$having", "$limit", "$offset", "$q", "$query"}, name):
			return s, nil, badRequest("Unrecognized arguments [%s]", clause.Short(name))
		default:
			clauses[name] = values[len(values)-1]
		}
	}
	if text, ok := clauses["$query"]; ok {
		if len(clauses) > 1 {
			return s, nil, badRequest("If $query is used, all options - like limit and offset - must be in the query")
		}
		s, err := soql.Statement(strings.ReplaceAll(text, ":*", idColumn))
		return s, bare, err
	}
	s.Search, s.Limit, s.Offset = clauses["$q"], clauses["$limit"], clauses["$offset"]
	return s, bare, readClauses(&s, clauses)
}

func readClauses(s *clause.Statement, clauses map[string]string) (err error) {
	if text := clauses["$select"]; text != "" {
		if s.Select, err = soql.Items(strings.ReplaceAll(text, ":*", idColumn)); err != nil {
			return err
		}
	}
	if text := clauses["$group"]; text != "" {
		if s.Group, err = soql.Items(text); err != nil {
			return err
		}
	}
	for _, c := range []struct {
		text string
		into **clause.Node
	}{{clauses["$where"], &s.Where}, {clauses["$having"], &s.Having}} {
		if c.text == "" {
			continue
		}
		n, err := soql.Where(c.text)
		if err != nil {
			return err
		}
		*c.into = &n
	}
	if text := clauses["$order"]; text != "" {
		s.Order, err = soql.Order(text)
	}
	return err
}

func (c *compiled) page(s clause.Statement) error {
	c.limit = defaultLimit
	for _, p := range []struct {
		name, text string
		into       *int
	}{{"$limit", s.Limit, &c.limit}, {"$offset", s.Offset, &c.query.Offset}} {
		if p.text == "" {
			continue
		}
		n, err := strconv.Atoi(p.text)
		if err != nil || n < 0 {
			return badRequest("Invalid %s: %s; want a whole number from 0 on", p.name, clause.Short(p.text))
		}
		*p.into = n
	}
	c.query.Limit = max(c.limit, 1) // the engine reads 0 as its own default
	if c.limit > table.MaxLimit {
		c.query.Limit = table.Unlimited // a download: streamed without the time limit of a page, cut by each
	}
	return nil
}

// where joins $where with the equality filters.
func (v tableView) where(c *compiled, s clause.Statement, bare url.Values) error {
	all := table.Expr{Op: table.And}
	if s.Where != nil {
		x, err := v.meaning().Where(*s.Where)
		if err != nil {
			return err
		}
		all.Args = append(all.Args, x)
	}
	names := make([]string, 0, len(bare))
	for name := range bare {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		col, ok := v.column(name)
		if !ok {
			return badRequest("Unrecognized arguments [%s]", clause.Short(name))
		}
		for _, value := range bare[name] {
			all.Args = append(all.Args, table.Expr{Op: table.Eq, Column: col.Name, Values: []any{clause.Value(col, clause.Node{Kind: clause.String, Text: value})}})
		}
	}
	if len(all.Args) > 0 {
		c.query.Where = &all
	}
	return nil
}

func (v tableView) meaning() clause.Meaning {
	return clause.Meaning{Column: v.column, Condition: v.condition, Known: v.columnNames}
}

// condition compiles the functions that are conditions. Text is compared with
// its marks and case, as Socrata does; $q is the search without them.
func (v tableView) condition(n clause.Node) (table.Expr, bool, error) {
	refuse := func() (table.Expr, bool, error) {
		return table.Expr{}, true, &clause.Unsupported{What: fmt.Sprintf("%s() with these arguments", n.Text), Have: canWhere, Pos: n.Pos}
	}
	switch n.Text {
	case "starts_with", "contains":
		if len(n.Args) != 2 || n.Args[0].Kind != clause.Name || n.Args[1].Kind != clause.String {
			return refuse()
		}
		c, ok := v.column(n.Args[0].Text)
		if !ok {
			return table.Expr{}, true, v.meaning().Unknown(n.Args[0])
		}
		pattern := strings.NewReplacer(`\`, `\\`, "%", `\%`, "_", `\_`).Replace(n.Args[1].Text) + "%"
		if n.Text == "contains" {
			pattern = "%" + pattern
		}
		return table.Expr{Op: table.Like, Column: c.Name, Values: []any{pattern}}, true, nil
	case "within_circle", "within_box":
		want := map[string]int{"within_circle": 4, "within_box": 5}[n.Text]
		if len(n.Args) != want || n.Args[0].Text != pointField || v.lon == "" || slices.ContainsFunc(n.Args[1:], func(a clause.Node) bool { return a.Kind != clause.Number }) {
			return refuse()
		}
		a := n.Args
		if want == 4 {
			return table.Expr{Op: table.Near, Column: v.lon, Other: v.lat, Values: []any{a[2].Text, a[1].Text, a[3].Text}}, true, nil
		}
		return table.Expr{Op: table.BBox, Column: v.lon, Other: v.lat, Values: []any{a[2].Text, a[3].Text, a[4].Text, a[1].Text}}, true, nil
	}
	return table.Expr{}, true, &clause.Unsupported{What: "the function " + n.Text + "() as a condition", Have: canWhere, Pos: n.Pos}
}

// selection reads the select clause; without one it is every column, or the groups.
func (v tableView) selection(c *compiled, s clause.Statement) error {
	if len(s.Select) == 0 && len(c.query.GroupBy) > 0 {
		for i, it := range c.query.GroupBy {
			c.add(it, tailOf(s.Group[i].Node))
		}
		return nil
	}
	if len(s.Select) == 0 {
		s.Select = []clause.Item{{Node: clause.Node{Kind: clause.Star}}}
	}
	for _, it := range s.Select {
		if it.Node.Kind == clause.Star {
			for _, name := range v.columnNames() {
				v.addColumn(c, name, name)
			}
			continue
		}
		if it.Node.Kind == clause.Name && it.Node.Text == pointField && v.lon != "" {
			v.addColumn(c, pointField, cmp.Or(it.As, pointField))
			continue
		}
		item, tail, err := v.item(it)
		if err != nil {
			return err
		}
		if known, ok := c.labels[it.Label]; ok {
			known.As = cmp.Or(it.As, known.As)
			item = known
		}
		c.labels[it.Label], c.labels[item.As] = item, item
		c.add(item, tail)
	}
	return nil
}

func (c *compiled) add(it table.Item, tail string) {
	if slices.ContainsFunc(c.outputs, func(o output) bool { return o.name == it.As }) {
		return
	}
	c.outputs = append(c.outputs, output{name: it.As, at: len(c.query.Select), lat: -1, tail: tail})
	c.query.Select = append(c.query.Select, it)
}

func (v tableView) addColumn(c *compiled, name, as string) {
	if name != pointField || v.lon == "" {
		c.add(table.Item{Column: name, As: as}, "")
		return
	}
	at := len(c.query.Select)
	c.query.Select = append(c.query.Select, table.Item{Column: v.lon, As: fmt.Sprintf("__lon%d", at)}, table.Item{Column: v.lat, As: fmt.Sprintf("__lat%d", at)})
	c.outputs = append(c.outputs, output{name: as, at: at, lat: at + 1})
}

func functions() map[string]string {
	return map[string]string{"count": "count", "sum": "sum", "avg": "avg", "min": "min", "max": "max", "median": "median", "stddev_samp": "stddev", "count_distinct": "distinct",
		"date_extract_y": "year_of", "date_extract_m": "month_of", "date_extract_d": "day_of", "date_extract_dow": "weekday_of", "date_trunc_y": "year", "date_trunc_ym": "month", "date_trunc_ymd": "day"}
}

func tailOf(n clause.Node) string {
	return map[string]string{"date_trunc_y": "-01-01T00:00:00.000", "date_trunc_ym": "-01T00:00:00.000", "date_trunc_ymd": "T00:00:00.000"}[n.Text]
}

// item compiles one expression. Unnamed ones are called as Socrata does: sum_area.
func (v tableView) item(it clause.Item) (table.Item, string, error) {
	n := it.Node
	switch {
	case n.Kind == clause.Name:
		c, ok := v.column(n.Text)
		if !ok {
			return table.Item{}, "", v.meaning().Unknown(n)
		}
		return table.Item{Column: c.Name, As: cmp.Or(it.As, n.Text)}, "", nil
	case n.Kind != clause.Call:
		return table.Item{}, "", &clause.Unsupported{What: fmt.Sprintf("the expression %q", clause.Short(it.Label)), Have: canSelect, Pos: n.Pos}
	}
	fn, ok := functions()[n.Text]
	if !ok {
		return table.Item{}, "", &clause.Unsupported{What: "the function " + n.Text + "()", Have: canSelect, Pos: n.Pos}
	}
	if fn == "count" && (len(n.Args) == 0 || len(n.Args) == 1 && n.Args[0].Kind == clause.Star) {
		return table.Item{Func: fn, As: cmp.Or(it.As, "count")}, "", nil
	}
	if len(n.Args) != 1 || n.Args[0].Kind != clause.Name {
		return table.Item{}, "", &clause.Unsupported{What: n.Text + "() of something that is no column", Have: n.Text + "(column)", Pos: n.Pos}
	}
	c, ok := v.column(n.Args[0].Text)
	if !ok {
		return table.Item{}, "", v.meaning().Unknown(n.Args[0])
	}
	return table.Item{Func: fn, Column: c.Name, As: cmp.Or(it.As, n.Text+"_"+c.Name)}, tailOf(n), nil
}

// having compiles the condition on groups; aggregates that are not selected
// join the query and are left out of the rows.
func (v tableView) having(c *compiled, s clause.Statement) error {
	if s.Having == nil {
		return nil
	}
	if len(c.query.GroupBy) == 0 {
		return fail(400, "query.soql.having-without-group-by", nil, "$having wants $group")
	}
	m := clause.Meaning{Known: v.columnNames, Condition: func(clause.Node) (table.Expr, bool, error) { return table.Expr{}, false, nil },
		Column: func(name string) (table.Column, bool) {
			it, ok := c.labels[name]
			if !ok || !slices.ContainsFunc(c.query.Select, func(x table.Item) bool { return x.As == it.As }) {
				return table.Column{}, false
			}
			return v.outputColumn(it), true
		},
		Operand: func(n clause.Node) (table.Column, bool, error) {
			it, _, err := v.item(clause.Item{Node: n})
			if err != nil {
				return table.Column{}, false, err
			}
			it.As = fmt.Sprintf("__having%d", len(c.query.Select))
			c.query.Select = append(c.query.Select, it)
			return v.outputColumn(it), true, nil
		}}
	x, err := m.Where(*s.Having)
	c.query.Having = &x
	return err
}

// outputColumn is an item as a condition on groups sees it.
func (v tableView) outputColumn(it table.Item) table.Column {
	col, _ := v.column(it.Column)
	out := table.Column{Name: it.As, Type: table.Number}
	switch it.Func {
	case "", "min", "max":
		out.Type = col.Type
	case "year", "month", "day":
		out.Type = table.Text
	}
	return out
}

func (v tableView) sorts(c *compiled, s clause.Statement) error {
	for i, o := range s.Order {
		by, err := v.sortKey(c, o.Node, i)
		if err != nil {
			return err
		}
		c.query.Order = append(c.query.Order, table.Order{By: by, Desc: o.Desc})
	}
	return nil
}

func (v tableView) sortKey(c *compiled, n clause.Node, i int) (string, error) {
	if n.Kind == clause.Name {
		if slices.ContainsFunc(c.query.Select, func(it table.Item) bool { return it.As == n.Text }) {
			return n.Text, nil
		}
		if col, ok := v.column(n.Text); ok && len(c.query.GroupBy) == 0 {
			return col.Name, nil
		}
	}
	it, _, err := v.item(clause.Item{Node: n})
	if err != nil {
		return "", err
	}
	for _, sel := range c.query.Select {
		if sel.Column == it.Column && sel.Func == it.Func {
			return sel.As, nil
		}
	}
	it.As = fmt.Sprintf("__order%d", i)
	c.query.Select = append(c.query.Select, it)
	return it.As, nil
}
