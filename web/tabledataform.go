package web

import (
	"slices"
	"strings"

	"honglinh/datasets/table"
)

// TableForm is the filters of a table, each fit for the type of its column.
type TableForm struct {
	Action string
	Text   string
	Hidden []Param
	Fields []FilterField
	Boxes  []Pick // the columns to show
	Orders []Pick
	Limits []Pick
	Clear  string
	Active string // "Filters (2)"
}

// FilterField is the filter of one column: inputs or a choice.
type FilterField struct {
	Label, Unit string
	Inputs      []FilterInput
	Choices     []Pick // with a name, instead of inputs
	Name        string
}

// FilterInput is one typed input.
type FilterInput struct{ ID, Name, Label, Type, Value, Step string }

// Pick is an option of a list or a box to tick.
type Pick struct {
	Name, Value, Text string
	On                bool
}

func (v *tableView) form() TableForm {
	f := TableForm{Action: v.tablePath(v.l.lang), Text: v.values.Get("q"), Clear: v.tablePath(v.l.lang), Active: v.l.t("data_filters")}
	used := []string{"q", "order", "limit", "select", "cursor"}
	for _, c := range v.version.Columns {
		field := v.filterField(c)
		f.Fields = append(f.Fields, field)
		used = append(used, field.Name)
		for _, in := range field.Inputs {
			used = append(used, in.Name)
		}
		f.Boxes = append(f.Boxes, Pick{Name: "select", Value: c.Name, Text: v.title(c), On: v.selected(c.Name)})
	}
	f.Hidden = hidden(v.values, used...)
	f.Orders = v.orders()
	for _, n := range []string{"20", "50", "100", "500"} {
		f.Limits = append(f.Limits, Pick{Value: n, Text: n, On: v.l.exact(v.query.Limit) == n})
	}
	if n := len(v.chips()); n > 0 {
		f.Active = v.l.t("data_filters.count", n)
	}
	return f
}

// selected reports whether the reader asked for the column by itself.
func (v *tableView) selected(name string) bool {
	return slices.ContainsFunc(v.query.Select, func(i table.Item) bool { return i.Column == name && i.Func == "" })
}

func (v *tableView) orders() []Pick {
	out := []Pick{{Text: v.l.t("data_order.file"), On: len(v.query.Order) == 0}}
	for _, c := range v.version.Columns {
		for _, o := range []struct{ key, value string }{{"data_sort.up", c.Name}, {"data_sort.down", "-" + c.Name}} {
			out = append(out, Pick{Value: o.value, Text: v.l.t(o.key, v.title(c)), On: v.values.Get("order") == o.value})
		}
	}
	return out
}

// filterField makes the inputs that fit the column's type: a list for codes
// and yes or no, bounds for numbers and days, words for texts.
func (v *tableView) filterField(c table.Column) FilterField {
	f := FilterField{Label: v.title(c), Unit: v.l.unit(c.Unit)}
	input := func(op, key, kind, step string) {
		name := c.Name + "__" + op
		f.Inputs = append(f.Inputs, FilterInput{ID: "f-" + c.Name + "-" + op, Name: name, Label: v.l.t(key), Type: kind, Value: v.values.Get(name), Step: step})
	}
	switch {
	case c.Type == table.Boolean:
		f.Name = v.filterName(c.Name)
		f.Choices = v.choices(f.Name, []string{"true", "false"}, func(s string) string { return v.l.t("value." + s) })
	case len(c.Labels) > 0:
		f.Name = v.filterName(c.Name)
		f.Choices = v.choices(f.Name, sortedLabels(c), func(s string) string { return v.l.label(c.Labels[s], s) })
	case c.Type.Numeric():
		input("ge", "data_from", "number", "any")
		input("le", "data_to", "number", "any")
	case c.Type == table.Date:
		input("ge", "data_from", "date", "")
		input("le", "data_to", "date", "")
	default:
		input("contains", "data_contains", "text", "")
	}
	return f
}

// filterName is the parameter that filters the column for one value.
func (v *tableView) filterName(column string) string {
	if slices.Contains(table.Reserved(), column) {
		return column + "__eq"
	}
	return column
}

func sortedLabels(c table.Column) []string {
	out := make([]string, 0, len(c.Labels))
	for k := range c.Labels {
		out = append(out, k)
	}
	slices.Sort(out)
	return out
}

func (v *tableView) choices(name string, values []string, text func(string) string) []Pick {
	out := []Pick{{Text: v.l.t("data_any"), On: v.values.Get(name) == ""}}
	for _, value := range values {
		out = append(out, Pick{Value: value, Text: text(value), On: v.values.Get(name) == value})
	}
	return out
}

// chips are the filters in force, each with the page without it.
func (v *tableView) chips() []Chip {
	var out []Chip
	for _, name := range sortedNames(v.values) {
		chip := Chip{Label: v.l.t("data_param"), Remove: v.at(name, "")}
		switch name {
		case "cursor", "limit", "order", "lang", "labels", "total", "offset":
			continue
		case "q", "filter", "having", "group_by", "select", "version", "as_of", "bbox", "within", "distinct":
			chip.Label, chip.Value = v.l.t("data_param."+name), clipText(v.values.Get(name), 60)
		default:
			chip.Label, chip.Value = v.condition(name, v.values[name])
		}
		out = append(out, chip)
	}
	return out
}

// condition writes a filter of a column in words.
func (v *tableView) condition(name string, values []string) (label, value string) {
	column, op := name, "eq"
	if i := strings.LastIndex(name, "__"); i > 0 {
		if _, ok := v.version.Column(name); !ok {
			column, op = name[:i], name[i+2:]
		}
	}
	c, _ := v.version.Column(column)
	shown := make([]string, 0, len(values))
	for _, s := range values {
		shown = append(shown, v.l.label(c.Labels[s], s))
	}
	if key := "data_op." + op; v.l.has(key) {
		return firstOf(v.title(c), column) + " " + v.l.t(key), clipText(strings.Join(shown, ", "), 60)
	}
	return firstOf(v.title(c), column) + " " + op, clipText(strings.Join(shown, ", "), 60)
}
