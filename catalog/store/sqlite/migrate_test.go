package sqlite

import (
	"archive/tar"
	"compress/gzip"
	"context"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/google/go-cmp/cmp"

	"honglinh/catalog"
	"honglinh/catalog/store"
)

// unpack lays a data folder of an earlier program out and returns it.
func unpack(t testing.TB, name string) string {
	t.Helper()
	f, err := os.Open(filepath.Join("testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	for r := tar.NewReader(z); ; {
		h, err := r.Next()
		if err == io.EOF {
			return filepath.Join(dir, "data")
		}
		if err != nil {
			t.Fatal(err)
		}
		if h.Typeflag != tar.TypeReg {
			continue
		}
		b, err := io.ReadAll(r)
		if err == nil {
			err = os.MkdirAll(filepath.Dir(filepath.Join(dir, h.Name)), 0o755)
		}
		if err == nil {
			err = os.WriteFile(filepath.Join(dir, h.Name), b, 0o644)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
}

func TestAStoreOfAnOlderProgramIsBroughtUpToDate(t *testing.T) {
	dir := unpack(t, "folder-1.tar.gz")
	if _, err := OpenReader(t.Context(), dir); err == nil || !strings.Contains(err.Error(), "honglinh ingest") {
		t.Errorf("a reader before the writer: got %v, want a fault that says what to run", err)
	}
	for range 2 { // a second opening changes nothing
		s := openIn(t, dir, nil)
		checkFixture(t, s)
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
	}
	r := readIn(t, dir)
	defer r.Close()
	checkFixture(t, r)
}

// checkFixture holds the records of folder-1 against what its README says.
func checkFixture(t *testing.T, s store.Reader) {
	t.Helper()
	ctx := t.Context()
	if damage, err := s.Check(ctx); err != nil || len(damage) > 0 {
		t.Fatalf("damage %v, %v", damage, err)
	}
	owned := map[string][]string{}
	owners, err := s.Owners(ctx)
	if err != nil {
		t.Fatal(err)
	}
	for _, o := range owners {
		if owned[o], err = s.Owned(ctx, o); err != nil {
			t.Fatal(err)
		}
	}
	want := map[string][]string{"package/diem": {"dataset/diem", "place/ba", "place/hai", "place/mot"},
		"package/van-ban": {"dataset/van-ban", "document/thu-1", "document/thu-2"}}
	if diff := cmp.Diff(want, owned); diff != "" {
		t.Errorf("owners (-want +got):\n%s", diff)
	}
	if seq, err := s.Seq(ctx); seq != 15 || err != nil {
		t.Errorf("sequence %d, %v, want 15", seq, err)
	}
	diff, err := store.Diff(ctx, s, "place/hai", 1, 2)
	changed := []store.FieldChange{{Path: "title.en", Old: "Test point two", New: "Test point two (corrected)"},
		{Path: "title.vi", Old: "Điểm thử hai", New: "Điểm thử hai (sửa)"}}
	if d := cmp.Diff(changed, diff); d != "" || err != nil {
		t.Errorf("history of place/hai, %v (-want +got):\n%s", err, d)
	}
	for _, id := range []string{"place/bon", "organisation/co-quan-thu", "dataset/tam"} {
		if _, err := s.Record(ctx, id); catalog.KindOf(err) != catalog.Gone {
			t.Errorf("%s: %v, want Gone", id, err)
		}
	}
	if back, err := s.Backlinks(ctx, "document/thu-1"); err != nil || len(back) != 1 {
		t.Errorf("backlinks: %v, %v, want those of document/thu-2", back, err)
	}
}

// TestAnInterruptedUpgradeGoesOn breaks the upgrade off at each step, in the
// middle of it, and lets the program finish it.
func TestAnInterruptedUpgradeGoesOn(t *testing.T) {
	for broken := int64(2); broken <= records().version; broken++ {
		dir := unpack(t, "folder-1.tar.gz")
		db := pool(pathIn(dir, records().file), "_txlock=immediate")
		err := schema{steps: brokenAt(t, broken), version: records().version}.migrate(t.Context(), db)
		if err == nil || !strings.Contains(err.Error(), "no_such_table") {
			t.Fatalf("step %d: got %v, want the broken statement", broken, err)
		}
		if v, err := fileVersion(t.Context(), db); v != broken-1 || err != nil {
			t.Errorf("step %d broke off: the file has schema %d, %v, want %d", broken, v, err, broken-1)
		}
		if err := db.Close(); err != nil {
			t.Fatal(err)
		}
		s := openIn(t, dir, nil)
		checkFixture(t, s)
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
	}
}

// brokenAt is the steps with a statement that fails at the end of one of them.
func brokenAt(t *testing.T, step int64) fs.FS {
	t.Helper()
	out := fstest.MapFS{}
	err := fs.WalkDir(records().steps, ".", func(p string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		b, err := fs.ReadFile(records().steps, p)
		if strings.HasPrefix(p, fmt.Sprintf("%05d_", step)) {
			b = append(b, "UPDATE no_such_table SET a = 1;\n"...)
		}
		out[p] = &fstest.MapFile{Data: b}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// upgraded makes the test binary upgrade a folder instead of testing.
const upgraded = "HONGLINH_TEST_UPGRADE"

func TestMain(m *testing.M) {
	if dir := os.Getenv(upgraded); dir != "" {
		_, err := Open(context.Background(), dir, Options{})
		fmt.Println("done", err)
		return
	}
	os.Exit(m.Run())
}

// TestAKilledUpgradeGoesOn kills the process in the middle of the upgrade of a
// larger store.
func TestAKilledUpgradeGoesOn(t *testing.T) {
	dir := unpack(t, "folder-1.tar.gz")
	grow(t, dir)
	before := dump(t, dir)
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	killed := 0
	for wait := 5 * time.Millisecond; wait < 20*time.Second; wait += wait / 2 {
		cmd := exec.Command(self)
		cmd.Env = append(os.Environ(), upgraded+"="+dir)
		var said strings.Builder
		cmd.Stdout = &said
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		time.Sleep(wait)
		_ = cmd.Process.Kill()
		_ = cmd.Wait()
		if said.String() == "done <nil>\n" {
			break
		}
		if killed++; said.Len() > 0 {
			t.Fatalf("after %v: %s", wait, said.String())
		}
	}
	s := openIn(t, dir, nil)
	defer s.Close()
	if damage, err := s.Check(t.Context()); err != nil || len(damage) > 0 {
		t.Fatalf("after %d kills: damage %v, %v", killed, damage, err)
	}
	if after := dump(t, dir); !maps.Equal(before, after) {
		t.Errorf("after %d kills %d versions of %d are as before", killed, len(after), len(before))
	}
	t.Logf("killed %d times", killed)
}

// grow adds 20,000 records to a store of schema 1, so that an upgrade takes a while.
func grow(t *testing.T, dir string) {
	t.Helper()
	db := pool(pathIn(dir, records().file), "_txlock=immediate")
	defer db.Close()
	for _, sql := range []string{
		`INSERT INTO version (id, version, removed, modified, hash, source, body)
			WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 20000)
			SELECT 'place/p' || i, 1, 0, modified, hash, source, body FROM n JOIN version WHERE seq = 1`,
		`INSERT INTO current (id, kind, seq, version, removed, hash, source)
			SELECT id, 'place', seq, version, removed, hash, source FROM version WHERE id LIKE 'place/p%'`,
	} {
		if _, err := db.Exec(sql); err != nil {
			t.Fatal(err)
		}
	}
}

// dump is what every version of a store says, without its owner.
func dump(t *testing.T, dir string) map[string]string {
	t.Helper()
	db := pool(pathIn(dir, records().file), "mode=ro")
	defer db.Close()
	rows, err := db.Query("SELECT id || ' ' || version, hex(hash) || seq || hex(coalesce(body, x'')) FROM version")
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	out := map[string]string{}
	for rows.Next() {
		var k, v string
		if err := rows.Scan(&k, &v); err != nil {
			t.Fatal(err)
		}
		out[k] = v
	}
	return out
}

func TestTheStepsEndAtTheVersionOfTheSchema(t *testing.T) {
	for _, s := range []schema{records(), people()} {
		entries, err := fs.ReadDir(s.steps, ".")
		if err != nil {
			t.Fatal(err)
		}
		if last := entries[len(entries)-1].Name(); !strings.HasPrefix(last, fmt.Sprintf("%05d_", s.version)) {
			t.Errorf("%s: the last step is %s, the schema is %d", s.file, last, s.version)
		}
	}
}

func TestAStoreOfANewerProgramIsLeftAlone(t *testing.T) {
	dir := t.TempDir()
	s := openIn(t, dir, nil)
	if _, err := s.write.Exec("PRAGMA user_version = 99"); err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	_, writing := Open(t.Context(), dir, Options{})
	_, reading := OpenReader(t.Context(), dir)
	for _, err := range []error{writing, reading} {
		if err == nil || !strings.Contains(err.Error(), "newer program") {
			t.Errorf("got %v, want a fault that names the newer program", err)
		}
	}
}

// TestAnUpgradedStoreIsNewerToOldPrograms: they refuse it by the number they know.
func TestAnUpgradedStoreIsNewerToOldPrograms(t *testing.T) {
	dir := unpack(t, "folder-1.tar.gz")
	s := openIn(t, dir, nil)
	defer s.Close()
	var v int64
	if err := s.write.QueryRow("PRAGMA user_version").Scan(&v); err != nil || v != records().version {
		t.Errorf("user_version %d, %v, want %d", v, err, records().version)
	}
}
