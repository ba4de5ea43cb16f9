package duck

import (
	"context"
	"os"
	"testing"

	"honglinh/catalog"
	"honglinh/datasets"
	"honglinh/datasets/table"
)

func TestAStoredVersionThatIsDamagedIsOurFaultAndNotTheReaders(t *testing.T) {
	e, ctx := testEngine(t), context.Background()
	old := load(t, e, "id,note\n1,a\n2,b\n", datasets.Schema{}).Version
	for _, note := range []string{"c", "d"} {
		load(t, e, "id,note\n1,a\n2,"+note+"\n", datasets.Schema{})
	}
	file := parquetPath(t, e, ref, old)
	whole, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	broken := append([]byte(nil), whole...)
	for i := 4; i < len(broken)-8; i++ {
		broken[i] ^= 0x5a
	}
	for name, content := range map[string][]byte{"cut short": whole[:len(whole)/2], "empty": nil, "no Parquet": []byte("this is no Parquet file at all"), "scrambled": broken} {
		if err := os.WriteFile(file, content, 0o644); err != nil {
			t.Fatal(err)
		}
		_, err := e.Query(ctx, table.Query{Ref: ref, Version: old.Number})
		if got := catalog.KindOf(err); err == nil || got != catalog.Internal {
			t.Errorf("%s: %v: %v", name, got, err)
		}
	}
	if err := os.Remove(file); err != nil {
		t.Fatal(err)
	}
	if _, err := e.Query(ctx, table.Query{Ref: ref, Version: old.Number}); err == nil || catalog.KindOf(err) != catalog.Internal {
		t.Errorf("gone: %v", err)
	}
	if got := all(t, e, table.Query{Ref: ref}); len(got) != 2 {
		t.Errorf("the newest: %v", got)
	}
}
