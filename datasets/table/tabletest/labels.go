package tabletest

import (
	"honglinh/catalog/text"
	"honglinh/datasets"
	"testing"

	"honglinh/datasets/table"

	"github.com/google/go-cmp/cmp"
)

func labels(t *testing.T, open Open) {
	e := open(t, Options{})
	schema := datasets.Schema{Fields: []datasets.Field{{Name: "ma", Type: "string"}, {Name: "tt", Type: "string",
		Labels: map[string]text.Text{"a": text.New("đang mời", "inviting"), "b": text.New("đã xong", "")}}}}
	load(t, e, "ma,tt\n1,a\n2,b\n3,c\n4,\n", schema)
	for _, tc := range []struct {
		name string
		q    table.Query
		want [][]any
	}{
		{"codes", table.Query{}, [][]any{{"1", "a"}, {"2", "b"}, {"3", "c"}, {"4", nil}}},
		{"names; a code without one stays", table.Query{Labels: table.Names, Lang: text.EN}, [][]any{{"1", "inviting"}, {"2", "đã xong"}, {"3", "c"}, {"4", nil}}},
		{"both", table.Query{Labels: table.Both, Where: &table.Expr{Op: table.Eq, Column: "tt", Values: []any{"a"}}}, [][]any{{"1", "a", "đang mời"}}},
		{"in groups", table.Query{Labels: table.Names, GroupBy: []table.Item{{Column: "tt"}}}, [][]any{{"đang mời", int64(1)}, {"đã xong", int64(1)}, {"c", int64(1)}, {nil, int64(1)}}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			if diff := cmp.Diff(tc.want, all(t, e, tc.q)); diff != "" {
				t.Error(diff)
			}
		})
	}
}
