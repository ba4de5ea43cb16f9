package tabletest

import (
	"context"
	"fmt"
	"honglinh/catalog"
	"honglinh/datasets"
	"honglinh/datasets/table"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func queries(t *testing.T, open Open) {
	e := open(t, Options{})
	load(t, e, sample, datasets.Schema{})
	names := func(w *table.Expr) table.Query { return table.Query{Select: []table.Item{{Column: "ma"}}, Where: w} }
	for _, tc := range []struct {
		name string
		q    table.Query
		want [][]any
	}{
		{"contains without marks", names(&table.Expr{Op: table.Contains, Column: "ten", Values: []any{"cong khanh"}}), [][]any{{"002"}}},
		{"đ is d", names(&table.Expr{Op: table.Prefix, Column: "ten", Values: []any{"duong"}}), [][]any{{"003"}}},
		{"greater", names(&table.Expr{Op: table.Gt, Column: "dien_tich", Values: []any{"20"}}), [][]any{{"002"}}},
		{"missing", names(&table.Expr{Op: table.Null, Column: "von"}), [][]any{{"003"}}},
		{"in or not", names(&table.Expr{Op: table.Or, Args: []table.Expr{{Op: table.In, Column: "ma", Values: []any{"001"}}, {Op: table.Not, Args: []table.Expr{{Op: table.NotNull, Column: "von"}}}}}), [][]any{{"001"}, {"003"}}},
		{"between dates", names(&table.Expr{Op: table.Between, Column: "ngay", Values: []any{"2023", "2023-12-31"}}), [][]any{{"002"}}},
		{"words anywhere in the row", table.Query{Select: []table.Item{{Column: "ma"}}, Text: "nam 2015 cum"}, [][]any{{"001"}}},
		{"a value is data", names(&table.Expr{Op: table.Eq, Column: "ten", Values: []any{`' OR 1=1 --`}}), nil},
		{"one of a list in the cell", names(&table.Expr{Op: table.AnyOf, Column: "ten", Values: []any{"x", "Đường tránh"}}), [][]any{{"003"}}},
		{"a pattern", names(&table.Expr{Op: table.Like, Column: "ten", Values: []any{"Cụm%"}}), [][]any{{"001"}, {"002"}}},
		{"order with missing first", table.Query{Select: []table.Item{{Column: "ma"}}, Order: []table.Order{{By: "dien_tich", Desc: true, NullsFirst: true}}}, [][]any{{"003"}, {"002"}, {"001"}}},
		{"order with missing last", table.Query{Select: []table.Item{{Column: "ma"}}, Order: []table.Order{{By: "dien_tich", Desc: true}}}, [][]any{{"002"}, {"001"}, {"003"}}},
		{"group by year", table.Query{GroupBy: []table.Item{{Column: "ngay", Func: "year"}}, Select: []table.Item{{Column: "ngay", Func: "year", As: "nam"}, {Func: "count"}, {Column: "von", Func: "sum"}}},
			[][]any{{"2015", int64(1), 1234.5}, {"2023", int64(1), 276.0}, {"2024", int64(1), nil}}},
		{"having", table.Query{GroupBy: []table.Item{{Column: "mo"}}, Select: []table.Item{{Column: "mo"}, {Func: "count", As: "n"}}, Having: &table.Expr{Op: table.And, Args: []table.Expr{{Op: table.Ge, Column: "n", Values: []any{1}}, {Op: table.NotNull, Column: "mo"}}}},
			[][]any{{false, int64(1)}, {true, int64(1)}}},
		{"statistics", table.Query{Select: []table.Item{{Column: "dien_tich", Func: "median"}, {Column: "dien_tich", Func: "quantile", Arg: 1}, {Column: "ten", Func: "distinct"}, {Column: "ma", Func: "max"}}},
			[][]any{{34.75, 50.0, int64(3), "003"}}},
		{"range", table.Query{GroupBy: []table.Item{{Column: "dien_tich", Func: "range", Arg: 10}}}, [][]any{{10.0, int64(1)}, {50.0, int64(1)}, {nil, int64(1)}}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			if diff := cmp.Diff(tc.want, all(t, e, tc.q)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func badQueries(t *testing.T, open Open) {
	e := open(t, Options{})
	load(t, e, sample, datasets.Schema{})
	deep := table.Expr{Op: table.Null, Column: "ma"}
	for range table.MaxDepth + 1 {
		deep = table.Expr{Op: table.Not, Args: []table.Expr{deep}}
	}
	for _, tc := range []struct {
		name, part string
		kind       catalog.FaultKind
		q          table.Query
	}{
		{"unknown column names the nearest", `"dien_tich"`, catalog.Invalid, table.Query{Select: []table.Item{{Column: "dientich"}}}},
		{"wrong type of value", "a number such as", catalog.Invalid, table.Query{Where: &table.Expr{Op: table.Gt, Column: "von", Values: []any{"nhiều"}}}},
		{"sum of text", "wants a number", catalog.Invalid, table.Query{Select: []table.Item{{Column: "ten", Func: "sum"}}}},
		{"unknown function", `"median"`, catalog.Invalid, table.Query{Select: []table.Item{{Column: "von", Func: "mediann"}}}},
		{"unknown operator", "no operator", catalog.Invalid, table.Query{Where: &table.Expr{Op: "; drop", Column: "von"}}},
		{"too deep", "deeper than", catalog.TooLarge, table.Query{Where: &deep}},
		{"identifier with SQL in it", "no column", catalog.Invalid, table.Query{Select: []table.Item{{Column: `ma" FROM x; --`}}}},
		{"sort by nothing", "cannot sort", catalog.Invalid, table.Query{Order: []table.Order{{By: "1; DROP"}}}},
		{"ungrouped column", "group_by", catalog.Invalid, table.Query{GroupBy: []table.Item{{Column: "ma"}}, Select: []table.Item{{Column: "ten"}}}},
		{"foreign cursor", "does not belong", catalog.Invalid, table.Query{Cursor: "abc"}},
		{"unknown version", "no version", catalog.NotFound, table.Query{Version: "9.9.9"}},
		{"before the first version", "did not exist", catalog.NotFound, table.Query{AsOf: "1999"}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			tc.q.Ref = ref
			_, err := e.Query(context.Background(), tc.q)
			if catalog.KindOf(err) != tc.kind || !strings.Contains(fmt.Sprint(err), tc.part) && !nearestIs(err, tc.part) {
				t.Errorf("got %v, want %s with %q", err, tc.kind, tc.part)
			}
		})
	}
}

func nearestIs(err error, part string) bool {
	f, ok := err.(*catalog.Fault)
	return ok && fmt.Sprintf("%q", f.Nearest) == part
}

func sortedGroups(t *testing.T, open Open) {
	e := open(t, Options{})
	load(t, e, sample, datasets.Schema{})
	q := table.Query{Ref: ref, GroupBy: []table.Item{{Column: "ma"}}, Select: []table.Item{{Func: "count"}}, Order: []table.Order{{By: "ma"}}}
	_, err := e.Query(context.Background(), q)
	want := `invalid: order: the groups have no output column "ma" to sort by; add it to select`
	if err == nil || err.Error() != want {
		t.Errorf("got %v, want %s", err, want)
	}
	q.Select = append(q.Select, table.Item{Column: "ma"})
	if got := all(t, e, q); len(got) != 3 {
		t.Errorf("with it selected: %v", got)
	}
}

func strangeNames(t *testing.T, open Open) {
	e := open(t, Options{})
	load(t, e, "select,\"Diện tích FROM \"\"x\"\"\",order by\n1,2,3\n", datasets.Schema{})
	got := all(t, e, table.Query{Select: []table.Item{{Column: `Diện tích FROM "x"`}, {Column: "select", Func: "", As: "from"}}, Order: []table.Order{{By: "order by", Desc: true}}})
	if diff := cmp.Diff([][]any{{int64(2), int64(1)}}, got); diff != "" {
		t.Error(diff)
	}
}
