package tabletest

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"honglinh/datasets"
	"honglinh/datasets/table"
)

func otherColumns(t *testing.T, open Open) {
	e := open(t, Options{})
	load(t, e, "a,b\n1,x\n2,y\n", datasets.Schema{})
	r := load(t, e, "c\n7\n", datasets.Schema{})
	if v := r.Version; v.Change != table.Major || v.Added != 1 || v.Removed != 2 || v.Changed != 0 {
		t.Errorf("got %+v", v)
	}
	var got []string
	counts, err := e.Diff(context.Background(), ref, "1.0.0", r.Version.Number, func(c table.RowChange) error {
		got = append(got, fmt.Sprint(c.Change, c.Row))
		return nil
	})
	if diff := cmp.Diff("removedmap[a:1 b:x] removedmap[a:2 b:y] addedmap[c:7]", strings.Join(got, " ")); diff != "" || err != nil || counts != (table.Counts{Added: 1, Removed: 2}) {
		t.Errorf("%v %v %s", counts, err, diff)
	}
}
