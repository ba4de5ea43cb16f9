package duck

import (
	"context"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"

	"honglinh/catalog"
	"honglinh/catalog/text"
	"honglinh/datasets/table"
)

// compiler turns a query into SQL with bound parameters.
type compiler struct {
	v      *table.Version
	source string
	nodes  int
	args   []any
	joins  []unitJoin
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
	outputs []output
	shown   []output // outputs with labels: what the reader gets
	grouped bool
	keys    []orderKey
}

type orderKey struct {
	name string
	desc bool
}

// compile checks the query against the version's columns and compiles it.
func (e *Engine) compile(ctx context.Context, q table.Query, v *table.Version) (*statement, error) {
	source := e.relation(q.Ref, v)
	joins, err := e.unitJoins(ctx, q, v, source)
	if err != nil {
		return nil, err
	}
	c := &compiler{v: v, source: source}
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
	where, err := c.where(q)
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

func (c *compiler) item(it table.Item, where string) (output, error) {
	o := output{name: it.Name()}
	if it.Func == "count" && it.Column == "" {
		o.sql, o.aggregate, o.column = `count(*)`, true, table.Column{Name: o.name, Type: table.Integer}
		return o, nil
	}
	col, ok := c.v.Readable(it.Column)
	if !ok {
		return o, table.NoColumn(where, it.Column, c.v)
	}
	if strings.EqualFold(o.name, rowColumn) && (col.Name != rowColumn || it.Func != "") {
		return o, catalog.NewFault(catalog.Invalid, where, fmt.Sprintf("tên %q dành cho số thứ tự hàng; hãy chọn tên khác", rowColumn), fmt.Sprintf("the name %q is the row's number; choose another", rowColumn))
	}
	o.column = col
	v := quote(col.Name)
	switch {
	case it.Func == "":
		o.sql = v
		return o, nil
	case slices.Contains(table.Aggregates(), it.Func):
		o.aggregate = true
		return o, c.aggregate(&o, it, v)
	case it.Func == table.Original:
		o.sql = plainSQL(col.Name, col.Type)
		if col.Evidence.Originals() {
			o.sql = `coalesce(` + quote(printed(col.Name)) + `, ` + o.sql + `)`
		}
		o.column = table.Column{Name: o.name, Type: table.Text, Title: col.Title}
		return o, nil
	case slices.Contains(table.Buckets(), it.Func):
		return o, c.bucket(&o, it, v)
	}
	all := append(append(table.Aggregates(), table.Buckets()...), table.Original)
	return o, &catalog.Fault{Kind: catalog.Invalid, Where: where, Nearest: text.Nearest(it.Func, all), Detail: text.New(
		fmt.Sprintf("không có hàm %q; có: %s", it.Func, strings.Join(all, ", ")), fmt.Sprintf("there is no function %q; there are: %s", it.Func, strings.Join(all, ", ")))}
}

func (c *compiler) aggregate(o *output, it table.Item, v string) error {
	needsNumber := !slices.Contains([]string{"count", "distinct", "min", "max"}, it.Func)
	if needsNumber && !o.column.Type.Numeric() {
		return wrongType(it.Func, o.column, "a number", "số")
	}
	keep := o.column.Type
	o.column = table.Column{Name: o.name, Type: table.Number, Unit: o.column.Unit, Title: o.column.Title}
	switch it.Func {
	case "count":
		o.sql, o.column.Type, o.column.Unit = `count(`+v+`)`, table.Integer, ""
	case "distinct":
		o.sql, o.column.Type, o.column.Unit = `count(DISTINCT `+v+`)`, table.Integer, ""
	case "min", "max":
		o.sql, o.column.Type = it.Func+`(`+v+`)`, keep
	case "sum":
		o.sql = `sum(` + v + `)`
		if keep == table.Integer {
			o.sql, o.column.Type = `CAST(sum(`+v+`) AS HUGEINT)`, table.Integer
		}
	case "stddev":
		o.sql = `stddev_samp(` + v + `)`
	case "quantile":
		if it.Arg < 0 || it.Arg > 1 || math.IsNaN(it.Arg) {
			return catalog.NewFault(catalog.Invalid, "select", "phân vị phải từ 0 đến 1", "a quantile is from 0 to 1")
		}
		o.sql = `quantile_cont(` + v + `, ` + number(it.Arg) + `)`
	default:
		o.sql = it.Func + `(` + v + `)`
	}
	return nil
}

func (c *compiler) bucket(o *output, it table.Item, v string) error {
	if it.Func == table.Unit {
		return c.unit(o, it)
	}
	if it.Func == "range" {
		if !o.column.Type.Numeric() {
			return wrongType(it.Func, o.column, "a number", "số")
		}
		if !(it.Arg > 0) || math.IsInf(it.Arg, 0) {
			return catalog.NewFault(catalog.Invalid, "group_by", "khoảng phải có độ rộng lớn hơn 0", "a range wants a width above 0")
		}
		o.sql = `floor(` + v + ` / ` + number(it.Arg) + `) * ` + number(it.Arg)
		o.column.Type = table.Number
		return nil
	}
	if o.column.Type != table.Date && o.column.Type != table.DateTime {
		return wrongType(it.Func, o.column, "a date", "ngày")
	}
	if part, ok := map[string]string{"year_of": "year", "quarter_of": "quarter", "month_of": "month", "day_of": "day", "weekday_of": "isodow"}[it.Func]; ok {
		o.sql, o.column.Type = part+`(`+v+`)`, table.Integer
		return nil
	}
	format := map[string]string{"year": "%Y", "month": "%Y-%m", "day": "%Y-%m-%d"}[it.Func]
	o.sql = `strftime(` + v + `, ` + literal(format) + `)`
	if it.Func == "quarter" {
		o.sql = `concat(year(` + v + `), '-Q', quarter(` + v + `))`
	}
	o.column.Type = table.Text
	return nil
}

func wrongType(fn string, c table.Column, en, vi string) error {
	return catalog.NewFault(catalog.Invalid, fn, fmt.Sprintf("%s cần cột %s; cột %q là %s", fn, vi, c.Name, c.Type), fmt.Sprintf("%s wants %s; the column %q is %s", fn, en, c.Name, c.Type))
}

// number prints a checked float as a SQL literal that reads back the same.
func number(f float64) string { return `CAST('` + strconv.FormatFloat(f, 'g', -1, 64) + `' AS DOUBLE)` }

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

// order makes the order total: by row, or by all output columns of groups.
func (c *compiler) order(q table.Query, st *statement) ([]orderKey, error) {
	var keys []orderKey
	used := map[string]bool{}
	for _, o := range q.Order {
		_, out := st.column(o.By)
		_, col := c.v.Readable(o.By)
		if !out && (st.grouped || !col) {
			names := c.v.Names()
			for _, x := range st.outputs {
				names = append(names, x.name)
			}
			if col {
				return nil, catalog.NewFault(catalog.Invalid, "order", fmt.Sprintf("các nhóm không có cột ra %q để sắp xếp; hãy thêm cột ấy vào select", o.By),
					fmt.Sprintf("the groups have no output column %q to sort by; add it to select", o.By))
			}
			return nil, table.Unknown("order", text.Nearest(o.By, names), fmt.Sprintf("không thể sắp xếp theo %q", o.By), fmt.Sprintf("cannot sort by %q, which is no output column", o.By))
		}
		if !used[o.By] {
			keys = append(keys, orderKey{o.By, o.Desc})
			used[o.By] = true
		}
	}
	if !st.grouped && used[rowColumn] {
		return keys, nil
	}
	if !st.grouped {
		return append(keys, orderKey{rowColumn, false}), nil
	}
	for _, o := range st.outputs {
		if !used[o.name] {
			keys = append(keys, orderKey{o.name, false})
		}
	}
	return keys, nil
}

func orderSQL(keys []orderKey) string {
	if len(keys) == 0 {
		return ""
	}
	parts := make([]string, len(keys))
	for i, k := range keys {
		parts[i] = quote(k.name)
		if k.desc {
			parts[i] += ` DESC`
		}
		parts[i] += ` NULLS LAST`
	}
	return ` ORDER BY ` + strings.Join(parts, ", ")
}

// value reads v as the column's type, so that "5" from a URL is a number where
// the column holds numbers.
func value(v any, col table.Column, where string) (any, error) {
	if v == nil {
		return nil, catalog.NewFault(catalog.Invalid, where, fmt.Sprintf("cột %q: so với giá trị thiếu thì dùng null hoặc notnull", col.Name), fmt.Sprintf("the column %q: to compare with a missing value use null or notnull", col.Name))
	}
	s := fmt.Sprint(v)
	bad := func(en, vi string) error {
		return catalog.NewFault(catalog.Invalid, where, fmt.Sprintf("cột %q cần %s, không phải %q", col.Name, vi, s), fmt.Sprintf("the column %q wants %s, not %q", col.Name, en, s))
	}
	switch col.Type {
	case table.Integer, table.Number:
		f, err := strconv.ParseFloat(strings.TrimSpace(s), 64)
		if err != nil || math.IsNaN(f) || math.IsInf(f, 0) {
			return nil, bad("a number such as 1234.5", "một số như 1234.5")
		}
		if i, err := strconv.ParseInt(strings.TrimSpace(s), 10, 64); err == nil {
			return i, nil
		}
		return f, nil
	case table.Boolean:
		b, err := strconv.ParseBool(s)
		if err != nil {
			return nil, bad("true or false", "true hoặc false")
		}
		return b, nil
	case table.Date, table.DateTime:
		d, err := catalog.ParseDate(s)
		if err == nil && d != "" {
			return d.Start(), nil
		}
		t, err := time.Parse(time.RFC3339, s)
		if err != nil {
			return nil, bad("a date such as 2025-07-01", "một ngày như 2025-07-01")
		}
		return t.UTC(), nil
	}
	return s, nil
}
