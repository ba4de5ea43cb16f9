package duck

import (
	"bytes"
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"honglinh/catalog"
	"honglinh/datasets"
	"honglinh/datasets/files"
	"honglinh/datasets/files/folder"
	"honglinh/datasets/table"
)

// elsewhere is a store whose files nobody can read by a path.
type elsewhere struct{ files.Store }

func TestVersionsAreKeptWhereNoPathLeads(t *testing.T) {
	here, err := folder.Open(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	open := func(dir string) *Engine {
		e, err := Open(t.Context(), dir, Options{MemoryMB: 256, Files: elsewhere{here}})
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { e.Close() })
		return e
	}
	e := open(dir)
	for _, csv := range []string{"id,a\n1,x\n", "id,a\n1,y\n", "id,a\n1,z\n2,z\n"} {
		load(t, e, csv, datasets.Schema{PrimaryKey: []string{"id"}})
	}
	if err := e.seal(t.Context(), ref, e.Tables()[0].Current()); err != nil {
		t.Fatal(err)
	}
	want := map[string][][]any{"1.0.0": {{int64(1), "x"}}, "1.0.1": {{int64(1), "y"}}, "1.1.0": {{int64(1), "z"}, {int64(2), "z"}}}
	ask := func(e *Engine) map[string][][]any {
		got := map[string][][]any{}
		for number := range want {
			got[number] = all(t, e, table.Query{Version: number})
		}
		return got
	}
	if diff := cmp.Diff(want, ask(e)); diff != "" {
		t.Error(diff)
	}
	// Another machine has nothing but the store.
	other := open(t.TempDir())
	if diff := cmp.Diff(want, ask(other)); diff != "" || len(other.Damaged()) > 0 {
		t.Error(diff, other.Damaged())
	}
	if c, err := other.Diff(t.Context(), ref, "1.0.0", "1.1.0", nil); err != nil || c != (table.Counts{Added: 1, Changed: 1}) {
		t.Error(c, err)
	}
}

func TestAStoredVersionWithoutItsChecksumIsNotRead(t *testing.T) {
	here, err := folder.Open(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	open := func() *Engine { // on a machine that has no copy
		e, err := Open(t.Context(), t.TempDir(), Options{MemoryMB: 256, Files: elsewhere{here}})
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { e.Close() })
		return e
	}
	e := open()
	for _, csv := range []string{"id\n1\n", "id\n2\n", "id\n3\n"} {
		load(t, e, csv, datasets.Schema{})
	}
	if err := e.seal(t.Context(), ref, e.Tables()[0].Current()); err != nil {
		t.Fatal(err)
	}
	name := parquetName(ref, "1.0.0")
	r, err := here.Open(t.Context(), name, 0, files.Rest)
	if err != nil {
		t.Fatal(err)
	}
	b, err := io.ReadAll(r)
	if err := errors.Join(err, r.Close()); err != nil {
		t.Fatal(err)
	}
	b[len(b)/2] ^= 1
	if _, err := here.Put(t.Context(), name, bytes.NewReader(b), files.PutOptions{Replace: true}); err != nil {
		t.Fatal(err)
	}
	e = open()
	if _, err := e.Query(t.Context(), table.Query{Ref: ref, Version: "1.0.0"}); catalog.KindOf(err) != catalog.Internal || !errors.Is(err, files.ErrDiffers) {
		t.Errorf("got %v", err)
	}
	if err := here.Delete(t.Context(), name); err != nil {
		t.Fatal(err)
	}
	var f *catalog.Fault
	if _, err := e.Query(t.Context(), table.Query{Ref: ref, Version: "1.0.0"}); !errors.As(err, &f) || f.Kind != catalog.Internal || f.Where != "version" {
		t.Errorf("got %v", err)
	}
}

func TestAFolderOfTodaysProgramIsTakenOver(t *testing.T) {
	dir := t.TempDir()
	open := func() *Engine {
		e, err := Open(context.Background(), dir, Options{MemoryMB: 256})
		if err != nil {
			t.Fatal(err)
		}
		return e
	}
	e := open()
	load(t, e, "id,a\n1,x\n", datasets.Schema{})
	native := e.native(ref, e.Tables()[0].Current())
	if err := e.Close(); err != nil {
		t.Fatal(err)
	}
	// The DuckDB files were beside the Parquet files and states, of which the newest
	// version may have none.
	old := filepath.Join(dir, ref.Dataset, ref.Table, filepath.Base(native))
	if err := os.Rename(native, old); err != nil {
		t.Fatal(err)
	}
	e = open()
	defer e.Close()
	if got := all(t, e, table.Query{}); !cmp.Equal(got, [][]any{{int64(1), "x"}}) || len(e.Damaged()) > 0 {
		t.Error(got, e.Damaged())
	}
	if _, err := os.Stat(old); !os.IsNotExist(err) {
		t.Errorf("the old file is there still: %v", err)
	}
}

func TestTheFileOfALostStateIsNotTakenForThatOfANewVersion(t *testing.T) {
	dir := t.TempDir()
	e, err := Open(t.Context(), dir, Options{MemoryMB: 256})
	if err != nil {
		t.Fatal(err)
	}
	load(t, e, "id\n1\n", datasets.Schema{})
	if err := errors.Join(e.seal(t.Context(), ref, e.Tables()[0].Current()), e.files.Delete(t.Context(), stateName(ref)), e.Close()); err != nil {
		t.Fatal(err)
	}
	if e, err = Open(t.Context(), dir, Options{MemoryMB: 256}); err != nil {
		t.Fatal(err)
	}
	defer e.Close()
	for _, csv := range []string{"id\n7\n", "id\n8\n", "id\n9\n"} {
		load(t, e, csv, datasets.Schema{})
	}
	if got := all(t, e, table.Query{Version: "1.0.0"}); !cmp.Equal(got, [][]any{{int64(7)}}) {
		t.Errorf("the first version is %v", got)
	}
}
