package duck

import (
	"context"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/google/go-cmp/cmp"

	"honglinh/datasets"
	"honglinh/datasets/grid"
	"honglinh/datasets/packages"
	"honglinh/datasets/table"
)

func shipped(t testing.TB) []*datasets.Package {
	t.Helper()
	dirs, err := fs.ReadDir(packages.Embedded(), ".")
	if err != nil {
		t.Fatal(err)
	}
	var out []*datasets.Package
	for _, d := range dirs {
		if !d.IsDir() {
			continue
		}
		p, problems := datasets.Read(packages.Embedded(), d.Name())
		if p == nil {
			t.Fatal(problems)
		}
		out = append(out, p)
	}
	return out
}

func embedded(*datasets.Package) table.Content { return table.Content{FS: packages.Embedded()} }

func TestTheShippedPackagesLoadWholeAndASecondStartIsQuick(t *testing.T) {
	ctx, dir := context.Background(), t.TempDir()
	all := shipped(t)
	e, err := Open(ctx, dir, Options{})
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range e.Sync(ctx, all, embedded) {
		if r.Err != nil || r.RejectedTotal > 0 || r.Unchanged || r.Version.Rows == 0 {
			t.Errorf("%s: %v, %d rejected, %+v", r.Ref, r.Err, r.RejectedTotal, r.Version)
			continue
		}
		for _, c := range r.Version.Columns {
			if c.Evidence.Refused > 0 {
				t.Errorf("%s.%s: %d values are not the declared %s", r.Ref, c.Name, c.Evidence.Refused, c.Declared)
			}
		}
	}
	if err := e.Close(); err != nil {
		t.Fatal(err)
	}
	start := time.Now()
	if e, err = Open(ctx, dir, Options{}); err != nil {
		t.Fatal(err)
	}
	defer e.Close()
	opened := time.Since(start)
	for _, r := range e.Sync(ctx, all, embedded) {
		if !r.Unchanged || r.Err != nil {
			t.Errorf("%s was loaded again: %+v", r.Ref, r)
		}
	}
	took := time.Since(start)
	t.Logf("open %v, sync of %d unchanged tables %v", opened, len(e.Tables()), took-opened)
	if took > 3*time.Second { // the goal is 300 ms; shared machines are slower
		t.Errorf("a start with unchanged data took %v", took)
	}
}

func pack(t *testing.T, descriptor string) *datasets.Package {
	t.Helper()
	p, problems := datasets.Parse([]byte(descriptor))
	if p == nil {
		t.Fatal(problems)
	}
	return p
}

func TestSyncGoesOnAfterABadTableAndDropsWhatIsGone(t *testing.T) {
	ctx, dir := context.Background(), t.TempDir()
	rows := func(_ context.Context, p *datasets.Package, r datasets.Resource, _ fs.FS, _ func(grid.Place) bool) (io.ReadCloser, error) {
		return io.NopCloser(strings.NewReader("n,x,geometry\nA,1.5,\"{\"\"type\"\":\"\"Point\"\",\"\"coordinates\"\":[105.7,18.5]}\"\n")), nil
	}
	e, err := Open(ctx, dir, Options{Rows: rows})
	if err != nil {
		t.Fatal(err)
	}
	p := pack(t, `{"name":"p","resources":[{"name":"bad","path":"bad.csv","format":"csv"},{"name":"good","path":"good.csv","format":"csv"},{"name":"parts","path":["p1.csv","p2.csv"],"format":"csv"},{"name":"map","path":"m.geojson","format":"geojson"}]}`)
	files := fstest.MapFS{"bad.csv": {Data: []byte("a,b\n1\n")}, "good.csv": {Data: []byte("a,b\n1,2\n")},
		"p1.csv": {Data: []byte("a,b\n1,2")}, "p2.csv": {Data: []byte("a,b\r\n3,4\r\n")}, "m.geojson": {Data: []byte(`{}`)}}
	fsOf := func(*datasets.Package) table.Content { return table.Content{FS: files} }
	reports := e.Sync(ctx, []*datasets.Package{p}, fsOf)
	if len(reports) != 4 || reports[0].Err == nil || reports[1].Version.Rows != 1 || reports[2].Version == nil || reports[2].Version.Rows != 2 || reports[3].Err != nil {
		t.Fatalf("got %+v", reports)
	}
	r, err := e.Query(ctx, table.Query{Ref: table.Ref{Dataset: "p", Table: "map"}})
	if err != nil {
		t.Fatal(err)
	}
	got, err := r.All(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([][]any{{"A", 1.5, `{"type":"Point","coordinates":[105.7,18.5]}`}}, got); diff != "" {
		t.Error(diff)
	}
	files["p2.csv"] = &fstest.MapFile{Data: []byte("a,c\n3,4\n")}
	delete(files, "good.csv")
	all := p.Resources
	p.Resources = all[:3]
	reports = e.Sync(ctx, []*datasets.Package{p}, fsOf)
	if reports[1].Err == nil || reports[2].Err == nil || !strings.Contains(reports[2].Err.Error(), "p2.csv:1") || !reports[3].Dropped || len(e.Tables()) != 2 {
		t.Errorf("got %+v", reports)
	}
	if s, err := e.State(table.Ref{Dataset: "p", Table: "parts"}); err != nil || s.Current().Rows != 2 {
		t.Errorf("the good version is gone: %v", err)
	}
	if err := e.Close(); err != nil { // also of a later start
		t.Fatal(err)
	}
	if e, err = Open(ctx, dir, Options{Rows: rows}); err != nil {
		t.Fatal(err)
	}
	defer e.Close()
	if len(e.Tables()) != 2 {
		t.Errorf("%d tables after a start", len(e.Tables()))
	}
	p.Resources = all[3:]
	if r := e.Sync(ctx, []*datasets.Package{p}, fsOf)[0]; r.Err != nil || r.Version.Number != "1.0.0" || !r.Unchanged {
		t.Errorf("the table that is back has lost its versions: %+v", r)
	}
	if _, err := e.Version(table.Ref{Dataset: "p", Table: "map"}, "1.0.0", ""); err != nil {
		t.Error(err)
	}
}

func TestAChangedFileIsSeenWhateverItsTime(t *testing.T) {
	ctx, e, dir := context.Background(), testEngine(t), t.TempDir()
	p := pack(t, `{"name":"p","resources":[{"name":"a","path":"a.csv","format":"csv"}]}`)
	file := filepath.Join(dir, "a.csv")
	fsOf := func(*datasets.Package) table.Content { return table.Content{FS: os.DirFS(dir)} }
	old := time.Now().Add(-time.Hour)
	for i, s := range []struct {
		csv       string
		at        time.Time
		unchanged bool
	}{{"a\n1\n", old, false}, {"a\n1\n", old, true}, {"a\n1\n", old.Add(time.Minute), true}, {"a\n2\n", old.Add(2 * time.Minute), false}} {
		if err := os.WriteFile(file, []byte(s.csv), 0o644); err != nil {
			t.Fatal(err)
		}
		if err := os.Chtimes(file, s.at, s.at); err != nil {
			t.Fatal(err)
		}
		if r := e.Sync(ctx, []*datasets.Package{p}, fsOf)[0]; r.Unchanged != s.unchanged || r.Err != nil {
			t.Errorf("step %d: %+v", i, r)
		}
	}
}
