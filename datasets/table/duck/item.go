package duck

import (
	"fmt"
	"honglinh/catalog"
	"honglinh/catalog/text"
	"honglinh/datasets/table"
	"math"
	"slices"
	"strconv"
	"strings"
)

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
	if !o.column.Type.Temporal() {
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
