package tables

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"honglinh/datasets/table"
	"honglinh/web/frame"
)

// tableForm is the filters of a table, each fit for the type of its column.
type tableForm struct {
	Action string
	Text   string
	Hidden []frame.Param
	Fields []filterField
	Boxes  []frame.Pick // the columns to show
	Orders []frame.Pick
	Limits []frame.Pick
	Clear  string
	Active string // "Filters (2)"
}

// filterField is the filter of one column: inputs or a choice.
type filterField struct {
	Label, Unit string
	Inputs      []filterInput
	Choices     []frame.Pick // with a name, instead of inputs
	Name        string
}

// filterInput is one typed input.
type filterInput struct{ ID, Name, Label, Type, Value, Step string }

func (v *tableAsk) form() tableForm {
	f := tableForm{Action: v.TablePath(v.L.Lang), Text: v.Values.Get("q"), Clear: v.TablePath(v.L.Lang), Active: v.L.T("data_filters")}
	used := []string{"q", "order", "limit", "select", "cursor"}
	for _, c := range v.Version.Columns {
		field := v.filterField(c)
		f.Fields = append(f.Fields, field)
		used = append(used, field.Name)
		for _, in := range field.Inputs {
			used = append(used, in.Name)
		}
		f.Boxes = append(f.Boxes, frame.Pick{Name: "select", Value: c.Name, Text: v.Title(c), On: v.selected(c.Name)})
	}
	f.Hidden = frame.Hidden(v.Values, used...)
	f.Orders = v.orders()
	for _, n := range []string{"20", "50", "100", "500"} {
		f.Limits = append(f.Limits, frame.Pick{Value: n, Text: n, On: v.L.Exact(v.Query.Limit) == n})
	}
	if n := len(v.chips()); n > 0 {
		f.Active = v.L.T("data_filters.count", n)
	}
	return f
}

// selected reports whether the reader asked for the column by itself.
func (v *tableAsk) selected(name string) bool {
	return slices.ContainsFunc(v.Query.Select, func(i table.Item) bool { return i.Column == name && i.Func == "" })
}

func (v *tableAsk) orders() []frame.Pick {
	out := []frame.Pick{{Text: v.L.T("data_order.file"), On: len(v.Query.Order) == 0}}
	for _, c := range v.Version.Columns {
		for _, o := range []struct{ key, value string }{{"data_sort.up", c.Name}, {"data_sort.down", "-" + c.Name}} {
			out = append(out, frame.Pick{Value: o.value, Text: v.L.T(o.key, v.Title(c)), On: v.Values.Get("order") == o.value})
		}
	}
	return out
}

// filterField makes the inputs that fit the column's type: a list for codes
// and yes or no, bounds for numbers and days, words for texts.
func (v *tableAsk) filterField(c table.Column) filterField {
	f := filterField{Label: v.Title(c), Unit: v.L.Unit(c.Unit)}
	input := func(op, key, kind, step string) {
		name := c.Name + "__" + op
		f.Inputs = append(f.Inputs, filterInput{ID: "f-" + c.Name + "-" + op, Name: name, Label: v.L.T(key), Type: kind, Value: v.Values.Get(name), Step: step})
	}
	switch {
	case c.Type == table.Boolean:
		f.Name = v.filterName(c.Name)
		f.Choices = v.choices(f.Name, []string{"true", "false"}, func(s string) string { return v.L.T("value." + s) })
	case len(c.Labels) > 0:
		f.Name = v.filterName(c.Name)
		f.Choices = v.choices(f.Name, sortedLabels(c), func(s string) string { return v.L.Label(c.Labels[s], s) })
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
func (v *tableAsk) filterName(column string) string {
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

func (v *tableAsk) choices(name string, values []string, text func(string) string) []frame.Pick {
	out := []frame.Pick{{Text: v.L.T("data_any"), On: v.Values.Get(name) == ""}}
	for _, value := range values {
		out = append(out, frame.Pick{Value: value, Text: text(value), On: v.Values.Get(name) == value})
	}
	return out
}

// chips are the filters in force, each with the page without it.
func (v *tableAsk) chips() []frame.Chip {
	var out []frame.Chip
	for _, name := range slices.Sorted(maps.Keys(v.Values)) {
		chip := frame.Chip{Label: v.L.T("data_param"), Remove: v.At(name, "")}
		switch name {
		case "cursor", "limit", "order", "facets", "lang", "labels", "total", "offset":
			continue
		case "q", "filter", "having", "group_by", "select", "version", "as_of", "bbox", "within", "distinct":
			chip.Label, chip.Value = v.L.T("data_param."+name), frame.ClipText(v.Values.Get(name), 60)
		default:
			chip.Label, chip.Value = v.condition(name, v.Values[name])
		}
		out = append(out, chip)
	}
	return out
}

// condition writes a filter of a column in words.
func (v *tableAsk) condition(name string, values []string) (label, value string) {
	column, op := name, "eq"
	if i := strings.LastIndex(name, "__"); i > 0 {
		if _, ok := v.Version.Column(name); !ok {
			column, op = name[:i], name[i+2:]
		}
	}
	c, _ := v.Version.Column(column)
	shown := make([]string, 0, len(values))
	for _, s := range values {
		shown = append(shown, v.L.Label(c.Labels[s], s))
	}
	if key := "data_op." + op; v.L.Has(key) {
		return cmp.Or(v.Title(c), column) + " " + v.L.T(key), frame.ClipText(strings.Join(shown, ", "), 60)
	}
	return cmp.Or(v.Title(c), column) + " " + op, frame.ClipText(strings.Join(shown, ", "), 60)
}
