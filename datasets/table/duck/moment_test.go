package duck

import (
	"bytes"
	"context"
	"testing"

	"honglinh/catalog"
	"honglinh/datasets"
	"honglinh/datasets/table"
)

func TestAMomentStandsWhateverIsLoadedSince(t *testing.T) {
	e, ctx := testEngine(t), context.Background()
	load(t, e, "id,note\n1,a\n2,a\n", datasets.Schema{})
	then := table.Now(e)
	page, err := then.Query(ctx, table.Query{Ref: ref, Limit: 1, Order: []table.Order{{By: "id"}}})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := page.All(ctx); err != nil {
		t.Fatal(err)
	}
	load(t, e, "id,note\n1,b\n2,b\n3,b\n", datasets.Schema{})
	now := table.Now(e)
	if then.Same(now) || !now.Same(table.Now(e)) {
		t.Error("a newer version is no other moment, or the same moment is another")
	}
	for _, c := range []struct {
		name string
		m    *table.Moment
		want string
	}{{"then", then, "id,note\r\n1,a\r\n2,a\r\n"}, {"now", now, "id,note\r\n1,b\r\n2,b\r\n3,b\r\n"}} {
		var out bytes.Buffer
		if _, err := c.m.CSV(ctx, table.Query{Ref: ref, Order: []table.Order{{By: "id"}}, Limit: table.Unlimited}, &out, table.CSVOptions{}); err != nil || out.String() != c.want {
			t.Errorf("%s: %q, %v", c.name, out.String(), err)
		}
		v, err := c.m.Version(ref, "", "")
		if err != nil || v.Rows != bytes.Count(out.Bytes(), []byte("\n"))-1 {
			t.Errorf("%s: a version of %d rows, %v", c.name, v.Rows, err)
		}
		p, err := c.m.Profile(ctx, ref, "", "note")
		if err != nil || p.Rows != v.Rows {
			t.Errorf("%s: a profile of %d rows, %v", c.name, p.Rows, err)
		}
	}
	rest, err := then.Query(ctx, table.Query{Ref: ref, Limit: 1, Order: []table.Order{{By: "id"}}, Cursor: page.Cursor()})
	if err != nil {
		t.Fatal(err)
	}
	if rows, err := rest.All(ctx); err != nil || len(rows) != 1 || rows[0][1] != "a" {
		t.Errorf("the page after: %v, %v", rows, err)
	}
	other := table.Ref{Dataset: "d", Table: "other"}
	if _, err := e.Load(ctx, other, source("x\n1\n", datasets.Schema{})); err != nil {
		t.Fatal(err)
	}
	if _, err := then.Query(ctx, table.Query{Ref: other}); catalog.KindOf(err) != catalog.NotFound || len(then.Tables()) != 1 {
		t.Errorf("a table that came later: %v, %d tables", err, len(then.Tables()))
	}
}
