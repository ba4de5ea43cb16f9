package duck

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"honglinh/datasets"
	"honglinh/datasets/table"
)

// TestThousandsArePointsOnlyWhereDeclared reads what may be groups of three.
func TestThousandsArePointsOnlyWhereDeclared(t *testing.T) {
	for name, c := range map[string]struct {
		cells []string
		field datasets.Field
		typ   table.Type
		want  []any
	}{
		"points, undeclared":             {[]string{"102.345", "98.000", "7.512"}, datasets.Field{}, table.Text, []any{"102.345", "98.000", "7.512"}},
		"and small numbers among them":   {[]string{"102.345", "980", "0"}, datasets.Field{}, table.Text, []any{"102.345", "980", "0"}},
		"commas, undeclared":             {[]string{"102,345", "1,098,000"}, datasets.Field{}, table.Text, []any{"102,345", "1,098,000"}},
		"two points are no fraction":     {[]string{"1.102.345", "98.000"}, datasets.Field{}, table.Text, []any{"1.102.345", "98.000"}},
		"points, declared":               {[]string{"102.345", "98.000", "7.512"}, datasets.Field{Type: "integer", GroupChar: "."}, table.Integer, []any{int64(102345), int64(98000), int64(7512)}},
		"points without zeros":           {[]string{"102.345", "7.512"}, datasets.Field{Type: "number", GroupChar: "."}, table.Number, []any{102345.0, 7512.0}},
		"points and a comma, declared":   {[]string{"102.345,5", "7.512"}, datasets.Field{Type: "number", GroupChar: "."}, table.Number, []any{102345.5, 7512.0}},
		"declared as fractions":          {[]string{"102.345", "7.512"}, datasets.Field{Type: "number"}, table.Number, []any{102.345, 7.512}},
		"one is a fraction beyond doubt": {[]string{"102.345", "7.5"}, datasets.Field{}, table.Number, []any{102.345, 7.5}},
		"one is below one":               {[]string{"102.345", "0.512"}, datasets.Field{}, table.Number, []any{102.345, 0.512}},
		"one has four digits":            {[]string{"102.345", "7512"}, datasets.Field{}, table.Number, []any{102.345, 7512.0}},
	} {
		t.Run(name, func(t *testing.T) {
			e := testEngine(t)
			c.field.Name = "so"
			var file strings.Builder
			for _, cell := range append([]string{"so"}, c.cells...) {
				file.WriteString(`"` + cell + "\"\n")
			}
			v := load(t, e, file.String(), datasets.Schema{Fields: []datasets.Field{c.field}}).Version
			var got []any
			for _, row := range all(t, e, table.Query{}) {
				got = append(got, row[0])
			}
			if diff := cmp.Diff(c.want, got); diff != "" || v.Columns[0].Type != c.typ {
				t.Errorf("%s: %s", v.Columns[0].Type, diff)
			}
			if c.typ == table.Text && (!strings.Contains(v.Columns[0].Evidence.Reason["vi"], "groupChar") || !strings.Contains(v.Columns[0].Evidence.Reason["en"], "groupChar")) {
				t.Errorf("the reason does not say what to declare: %v", v.Columns[0].Evidence.Reason)
			}
		})
	}
}
