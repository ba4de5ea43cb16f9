package duck

import (
	"context"
	"fmt"
	"os"
	"strings"
	"testing"

	"honglinh/datasets"
	"honglinh/datasets/table"
)

func TestADownloadGoesOnWhileNewerVersionsCome(t *testing.T) {
	e, ctx := testEngine(t), context.Background()
	const rows = 3 * firstStage
	file := func(note string) string {
		var b strings.Builder
		b.WriteString("id,note\n")
		for i := range rows {
			fmt.Fprintf(&b, "%d,%s\n", i, note)
		}
		return b.String()
	}
	old := load(t, e, file("a"), datasets.Schema{}).Version
	res, err := e.Query(ctx, table.Query{Ref: ref, Limit: table.Unlimited})
	if err != nil {
		t.Fatal(err)
	}
	for _, note := range []string{"b", "c", "d"} {
		load(t, e, file(note), datasets.Schema{})
	}
	if _, err := os.Stat(e.native(ref, old)); err != nil {
		t.Errorf("while it is read: %v", err)
	}
	all, err := res.All(t.Context())
	if err != nil || len(all) != rows || all[rows-1][1] != "a" {
		t.Fatalf("%d rows, %v", len(all), err)
	}
	if _, err := os.Stat(e.native(ref, old)); !os.IsNotExist(err) {
		t.Errorf("after it was read: %v", err)
	}
	if len(e.pins) != 0 || len(e.leaving) != 0 {
		t.Errorf("left behind: %v %v", e.pins, e.leaving)
	}
}

func TestAVersionThatComesBackWhileItsFileIsReadIsThere(t *testing.T) {
	e, ctx := testEngine(t), context.Background()
	v := load(t, e, "id\n1\n", datasets.Schema{}).Version
	release := e.pin(ref, v)
	if err := e.Drop(ctx, ref); err != nil {
		t.Fatal(err)
	}
	if err := e.readmit(ctx, ref); err != nil {
		t.Fatal(err)
	}
	release()
	if got := all(t, e, table.Query{Ref: ref}); len(got) != 1 {
		t.Errorf("got %v", got)
	}
}
