package datasets

import (
	"strings"
	"testing"
	"testing/fstest"
)

// TestGroupsHaveThreeDigitsBeforeTheDecimals holds numbers against what is declared.
func TestGroupsHaveThreeDigitsBeforeTheDecimals(t *testing.T) {
	bare := false
	viet, english := Field{Type: "number", DecimalChar: ",", GroupChar: "."}, Field{Type: "number", GroupChar: ","}
	unit := viet
	unit.BareNumber = &bare
	for _, c := range []struct {
		field Field
		good  map[string]string
		bad   []string
	}{
		{viet, map[string]string{"1.234,5": "1234.5", "12,5": "12.5", "-1.234.567": "-1234567", "1234,5": "1234.5", "0,125": "0.125", " 7": "7", "1,5e3": "1.5e3"},
			[]string{"12.5", "0.125", "1.02.345", "1,234.5", "1234.567", "12.345.6", "1,234,5", ".125", "1..234", "1.234.", "1,5 ha", ""}},
		{Field{Type: "number", GroupChar: "."}, map[string]string{"1.234,5": "1234.5"}, []string{"12.5"}},
		{Field{Type: "number", DecimalChar: ","}, map[string]string{"1234,5": "1234.5"}, []string{"1.234,5", "12.5"}},
		{english, map[string]string{"1,234.5": "1234.5", "12.5": "12.5"}, []string{"1,23", "1.234,5", "1,234,5"}},
		{unit, map[string]string{"7,5%": "7.5", "1.250 ha": "1250", "100 ha": "100", "€ 12,5": "12.5"}, []string{"12.5%", "12.5 ha", "12-15 ha", "3x5", "ha", "1.02.345 ha"}},
		{Field{Type: "integer", GroupChar: "."}, map[string]string{"1.234": "1234", "+12": "+12"}, []string{"12.5", "1,5", "1.2345", "12,0"}},
		{Field{Type: "integer", GroupChar: ","}, map[string]string{"1,234": "1234"}, []string{"1,2,3", "1.5", "1e3"}},
		{Field{Type: "number", GroupChar: "'"}, map[string]string{"1'234.5": "1234.5"}, []string{"1'23"}},
	} {
		for in, want := range c.good {
			if got, ok := c.field.PlainNumber(in); !ok || got != want {
				t.Errorf("%+v: %q is %q, %v; want %q", c.field, in, got, ok, want)
			}
		}
		for _, in := range c.bad {
			if got, ok := c.field.PlainNumber(in); ok {
				t.Errorf("%+v: %q is read as %q", c.field, in, got)
			}
		}
	}
}

// TestNumbersOfJSONComeInTheDeclaredNotation reads what JSON types beside what it does not.
func TestNumbersOfJSONComeInTheDeclaredNotation(t *testing.T) {
	r := Resource{Format: "json", Schema: Schema{Fields: []Field{{Name: "x", Type: "number", DecimalChar: ",", GroupChar: "."}}}}
	in, err := OpenTable(fstest.MapFS{"a.json": {Data: []byte(`[{"x":12.5},{"x":"1.234,5"},{"x":1234567.25}]`)}}, []string{"a.json"}, r, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer in.Close()
	var got []string
	for range 3 {
		row, err := in.Next()
		if err != nil || row.Typed[0] {
			t.Fatal(row, err)
		}
		plain, _ := r.Schema.Fields[0].PlainNumber(string(row.Cells[0]))
		got = append(got, plain)
	}
	if s := strings.Join(got, " "); s != "12.5 1234.5 1234567.25" {
		t.Error(s)
	}
}
