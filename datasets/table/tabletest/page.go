package tabletest

import (
	"context"
	"fmt"
	"honglinh/datasets"
	"honglinh/datasets/table"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func pages(t *testing.T, open Open) {
	e := open(t, Options{})
	var b strings.Builder
	b.WriteString("id,g,x\n")
	for i := range 1000 {
		x := fmt.Sprint(i % 17)
		if i%5 == 0 {
			x = ""
		}
		fmt.Fprintf(&b, "%d,g%d,%s\n", i, i%3, x)
	}
	load(t, e, b.String(), datasets.Schema{})
	for _, order := range [][]table.Order{nil, {{By: "x"}}, {{By: "x", Desc: true}}, {{By: "x", NullsFirst: true}}, {{By: "x", Desc: true, NullsFirst: true}}, {{By: "g"}, {By: "x", Desc: true}}} {
		whole := all(t, e, table.Query{Order: order, Limit: table.Unlimited})
		var pages [][]any
		cursor := ""
		for {
			r, err := e.Query(context.Background(), table.Query{Ref: ref, Order: order, Limit: 37, Cursor: cursor})
			if err != nil {
				t.Fatal(err)
			}
			rows, err := r.All(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			pages = append(pages, rows...)
			if cursor = r.Cursor(); cursor == "" {
				break
			}
			if len(pages) == 74 { // an update in between must not move a row
				load(t, e, b.String()+"1001,g0,3\n", datasets.Schema{})
			}
		}
		if diff := cmp.Diff(whole, pages[:min(len(pages), len(whole))]); diff != "" || len(pages) != len(whole) {
			t.Errorf("order %v: %d rows in pages, %d in all\n%s", order, len(pages), len(whole), diff)
		}
		e = open(t, Options{})
		load(t, e, b.String(), datasets.Schema{})
	}
}
