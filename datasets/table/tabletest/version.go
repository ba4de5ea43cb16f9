package tabletest

import (
	"context"
	"honglinh/datasets"
	"honglinh/datasets/table"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func versions(t *testing.T, open Open) {
	now := time.Date(2025, 1, 1, 0, 0, 0, 0, time.UTC)
	opt := Options{Dir: t.TempDir(), Now: func() time.Time { return now }}
	e := open(t, opt)
	schema := datasets.Schema{PrimaryKey: []string{"id"}}
	type step struct {
		name, csv, number       string
		change                  table.Change
		added, removed, altered int
	}
	for _, s := range []step{
		{"first", "id,a\n1,x\n2,y\n", "1.0.0", table.First, 2, 0, 0},
		{"rows added", "id,a\n1,x\n2,y\n3,z\n", "1.1.0", table.Minor, 1, 0, 0},
		{"a value corrected", "id,a\n1,x\n2,Y\n3,z\n", "1.1.1", table.Patch, 0, 0, 1},
		{"a row removed", "id,a\n2,Y\n3,z\n", "2.0.0", table.Major, 0, 1, 0},
		{"a column added", "id,a,b\n2,Y,1\n3,z,2\n", "3.0.0", table.Major, 0, 0, 0},
	} {
		v := load(t, e, s.csv, schema).Version
		if v.Number != s.number || v.Change != s.change || v.Added != s.added || v.Removed != s.removed || v.Changed != s.altered {
			t.Errorf("%s: got %s %s +%d -%d ~%d, want %+v", s.name, v.Number, v.Change, v.Added, v.Removed, v.Changed, s)
		}
		now = now.AddDate(0, 1, 0)
	}
	if r := load(t, e, "id,a,b\n2,Y,1\n3,z,2\n", schema); !r.Unchanged {
		t.Error("the same table again made a new version")
	}
	if err := e.Close(); err != nil {
		t.Fatal(err)
	}
	e = open(t, opt)
	if got := all(t, e, table.Query{AsOf: "2025-02-15"}); len(got) != 3 || got[1][1] != "y" {
		t.Errorf("as of February: %v, want the second version", got)
	}
	var changes []table.RowChange
	counts, err := e.Diff(context.Background(), ref, "1.0.0", "1.1.1", func(r table.RowChange) error { changes = append(changes, r); return nil })
	if err != nil {
		t.Fatal(err)
	}
	want := []table.RowChange{
		{Change: "changed", Key: map[string]any{"id": int64(2)}, Cells: []table.CellChange{{Column: "a", Old: "y", New: "Y"}}},
		{Change: "added", Key: map[string]any{"id": int64(3)}, Row: map[string]any{"id": int64(3), "a": "z"}},
	}
	if diff := cmp.Diff(want, changes); diff != "" || counts != (table.Counts{Added: 1, Changed: 1}) {
		t.Errorf("%+v\n%s", counts, diff)
	}
}
