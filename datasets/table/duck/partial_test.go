package duck

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"honglinh/datasets"
	"honglinh/datasets/table"
)

// TestADateKeepsThePrecisionItHas reads years and months in a column of dates, which
// were empty once.
func TestADateKeepsThePrecisionItHas(t *testing.T) {
	e := testEngine(t)
	schema := datasets.Schema{Fields: []datasets.Field{{Name: "d", Type: "date"}}, PrimaryKey: []string{"d"}}
	v := load(t, e, "d\n2024\n2024-05\n06/2024\n1/2025\n2024-05-06\n7/8/2024\n", schema).Version
	var got []any
	for _, row := range all(t, e, table.Query{}) {
		got = append(got, row[0])
	}
	if diff := cmp.Diff([]any{"2024", "2024-05", "2024-06", "2025-01", "2024-05-06", "2024-08-07"}, got); diff != "" || v.Columns[0].Type != table.Text {
		t.Errorf("%s: %s", v.Columns[0].Type, diff)
	}
	if v.Columns[0].Evidence.Refused != 0 || !strings.Contains(v.Columns[0].Evidence.Reason["en"], "4 dates") {
		t.Errorf("evidence %+v", v.Columns[0].Evidence)
	}
	v = load(t, e, "d\n2024-05-06\n7/8/2024\n", schema).Version
	if v.Columns[0].Type != table.Date || v.Added != 0 || v.Removed != 4 {
		t.Errorf("days are %s, %d added, %d removed", v.Columns[0].Type, v.Added, v.Removed)
	}
}
