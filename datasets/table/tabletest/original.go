package tabletest

import (
	"context"
	"testing"

	"github.com/google/go-cmp/cmp"

	"honglinh/catalog"
	"honglinh/datasets"
	"honglinh/datasets/table"
)

func originals(t *testing.T, open Open) {
	e := open(t, Options{})
	schema := datasets.Schema{MissingValues: []string{"", "n/a", "-99"}, Fields: []datasets.Field{{Name: "so", Type: "integer"}, {Name: "chu", Type: "string"}, {Name: "ngay", Type: "date"}}}
	v := load(t, e, "so,le,chu,ngay,phay\n1,1.50,a,2024-02-29,\"1,5\"\n+2,n/a,n/a,2024-02-30,\"1.234,5\"\nx,2,-99,n/a,\n-99,3.0,b,,3\n", schema).Version
	items := []table.Item{}
	for _, c := range v.Names() {
		items = append(items, table.Item{Column: c}, table.Item{Column: c, Func: table.Original})
	}
	want := [][]any{
		{int64(1), "1", 1.5, "1.50", "a", "a", "2024-02-29", "2024-02-29", 1.5, "1,5"},
		{int64(2), "+2", nil, "n/a", nil, "n/a", nil, "2024-02-30", 1234.5, "1.234,5"},
		{nil, "x", 2.0, "2", nil, "-99", nil, "n/a", nil, nil},
		{nil, "-99", 3.0, "3.0", "b", "b", nil, nil, 3.0, "3"},
	}
	if diff := cmp.Diff(want, all(t, e, table.Query{Select: items})); diff != "" {
		t.Error(diff)
	}
	for name, want := range map[string]table.Evidence{"so": {Coded: 1, Refused: 1, Rewritten: 1, Missing: 1}, "le": {Coded: 1, Rewritten: 2, Missing: 1}, "chu": {Coded: 2, Missing: 2}, "ngay": {Coded: 1, Refused: 1, Missing: 2}} {
		c, _ := v.Column(name)
		got := table.Evidence{Coded: c.Evidence.Coded, Refused: c.Evidence.Refused, Rewritten: c.Evidence.Rewritten, Missing: c.Evidence.Missing}
		if !cmp.Equal(got, want) {
			t.Errorf("%s: %+v, want %+v", name, got, want)
		}
	}
	// Older versions are read from Parquet; their originals are there too.
	load(t, e, "so,le,chu,ngay,phay\n1,7,a,2024-02-29,\n", schema)
	if got := all(t, e, table.Query{Version: v.Number, Select: []table.Item{{Column: "le", Func: table.Original}}, Limit: 2}); got[0][0] != "1.50" || got[1][0] != "n/a" {
		t.Errorf("of the older version: %v", got)
	}
	if _, err := e.Query(context.Background(), table.Query{Ref: ref, Select: []table.Item{{Column: "so", Func: "orignal"}}}); catalog.KindOf(err) != catalog.Invalid || err.(*catalog.Fault).Nearest != table.Original {
		t.Errorf("a misspelt function: %v", err)
	}
}
