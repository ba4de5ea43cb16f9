package tabletest

import (
	"context"
	"testing"

	"github.com/google/go-cmp/cmp"

	"honglinh/catalog"
	"honglinh/datasets"
	"honglinh/datasets/table"
)

func rowNumbers(t *testing.T, open Open) {
	e := open(t, Options{})
	load(t, e, sample, datasets.Schema{})
	tests := []struct {
		name string
		q    table.Query
		want [][]any
	}{
		{"selected under another name", table.Query{Select: []table.Item{{Column: table.RowNumber, As: "_id"}, {Column: "ma"}}}, [][]any{{int64(1), "001"}, {int64(2), "002"}, {int64(3), "003"}}},
		{"selected under its own name", table.Query{Select: []table.Item{{Column: table.RowNumber}}, Limit: 1}, [][]any{{int64(1)}}},
		{"filtered", table.Query{Select: []table.Item{{Column: "ma"}}, Where: &table.Expr{Op: table.Gt, Column: table.RowNumber, Values: []any{1}}}, [][]any{{"002"}, {"003"}}},
		{"ordered by, backwards", table.Query{Select: []table.Item{{Column: "ma"}}, Order: []table.Order{{By: table.RowNumber, Desc: true}}}, [][]any{{"003"}, {"002"}, {"001"}}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if diff := cmp.Diff(tt.want, all(t, e, tt.q)); diff != "" {
				t.Error(diff)
			}
		})
	}
	_, err := e.Query(context.Background(), table.Query{Ref: ref, Select: []table.Item{{Column: "ma", As: table.RowNumber}}})
	if catalog.KindOf(err) != catalog.Invalid {
		t.Errorf("another column took the row number's name: %v", err)
	}
}

func distances(t *testing.T, open Open) {
	e := open(t, Options{})
	// Vinh and Hà Tĩnh lie about 16 and 31 km from Hồng Lĩnh.
	load(t, e, "ten,lon,lat\nHồng Lĩnh,105.7067,18.5279\nVinh,105.6813,18.6733\nHà Tĩnh,105.9057,18.3428\nkhông rõ,,\n", datasets.Schema{})
	near := func(metres float64) [][]any {
		return all(t, e, table.Query{Select: []table.Item{{Column: "ten"}}, Where: &table.Expr{Op: table.Near, Column: "lon", Other: "lat", Values: []any{105.7067, 18.5279, metres}}})
	}
	want := map[float64][][]any{0: {{"Hồng Lĩnh"}}, 17e3: {{"Hồng Lĩnh"}, {"Vinh"}}, 28e3: {{"Hồng Lĩnh"}, {"Vinh"}}, 31e3: {{"Hồng Lĩnh"}, {"Vinh"}, {"Hà Tĩnh"}}}
	for metres, rows := range want {
		if diff := cmp.Diff(rows, near(metres)); diff != "" {
			t.Errorf("%g m: %s", metres, diff)
		}
	}
}

func datesParts(t *testing.T, open Open) {
	e := open(t, Options{})
	load(t, e, sample, datasets.Schema{})
	got := all(t, e, table.Query{Select: []table.Item{{Column: "ngay", Func: "year_of"}, {Column: "ngay", Func: "month_of"}, {Column: "ngay", Func: "day_of"}, {Column: "ngay", Func: "weekday_of"}, {Column: "ngay", Func: "quarter_of"}}, Limit: 1})
	if diff := cmp.Diff([][]any{{int64(2015), int64(12), int64(16), int64(3), int64(4)}}, got); diff != "" {
		t.Error(diff)
	}
}
