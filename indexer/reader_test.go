package indexer_test

import (
	"os"
	"path/filepath"
	"testing"

	"honglinh/catalog"
	"honglinh/catalog/search"
	"honglinh/datasets/table"
	"honglinh/indexer"
	showing "honglinh/indexer/live"
)

// prints are the files of a folder that hold content, by name.
func prints(t *testing.T, dir string) map[string]string {
	t.Helper()
	out := map[string]string{}
	for _, name := range []string{"index/CURRENT", "index/1.words", "index/1.marks"} {
		raw, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil {
			t.Fatal(err)
		}
		out[name] = string(raw)
	}
	return out
}

func TestAReaderShowsAFinishedFolderAndBringsNothingIn(t *testing.T) {
	src, data := t.TempDir(), t.TempDir()
	write(t, src, map[string]string{"diem/datapackage.json": placesPackage, "diem/diem.csv": places(3, 0)})
	s := open(t, data, indexer.Options{NoEmbedded: true, Packages: []string{src}})
	ingest(t, s)
	want := heldBy(t, s.State())
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	before := prints(t, data)
	if err := os.RemoveAll(src); err != nil { // a run would remove everything
		t.Fatal(err)
	}
	r, err := indexer.OpenReader(t.Context(), indexer.Options{Data: data})
	if err != nil {
		t.Fatal(err)
	}
	state, release := r.Live().Take()
	if got := heldBy(t, state); got != want {
		t.Errorf("a reader shows %+v, the writer showed %+v", got, want)
	}
	if p, ok := state.Library.Find("diem"); !ok || state.Files(p) == nil {
		t.Error("the files of a dataset are not there")
	} else if rep, _, err := state.Quality.Report(t.Context(), p); err != nil || rep.MQA.Points == 0 {
		t.Errorf("its quality: %+v, %v", rep.MQA, err)
	}
	if _, err := indexer.Open(t.Context(), indexer.Options{Data: data, NoTables: true}); catalog.KindOf(err) != catalog.Busy {
		t.Errorf("a writer beside the reader of embedded engines: %v", err)
	}
	release()
	if err := r.Close(); err != nil {
		t.Fatal(err)
	}
	if after := prints(t, data); len(after) != len(before) || after["index/CURRENT"] != before["index/CURRENT"] {
		t.Error("the reader wrote an index")
	}
}

func TestAReaderSaysThatAFolderIsNotFinished(t *testing.T) {
	data := t.TempDir()
	if _, err := indexer.OpenReader(t.Context(), indexer.Options{Data: data}); catalog.KindOf(err) != catalog.NotFound {
		t.Errorf("an empty folder: %v", err)
	}
	src := t.TempDir()
	write(t, src, map[string]string{"diem/datapackage.json": placesPackage, "diem/diem.csv": places(1, 0)})
	s := open(t, data, indexer.Options{NoEmbedded: true, Packages: []string{src}})
	ingest(t, s)
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if err := os.RemoveAll(filepath.Join(data, "index")); err != nil {
		t.Fatal(err)
	}
	if _, err := indexer.OpenReader(t.Context(), indexer.Options{Data: data}); catalog.KindOf(err) != catalog.Busy {
		t.Errorf("a folder without index: %v", err)
	}
}

// sum is what the parts of a state hold.
type sum struct {
	Seq                             int64
	Found, Rows, Features, Datasets int
	Site                            string
}

func heldBy(t *testing.T, s *showing.State) sum {
	t.Helper()
	a, err := s.Finder.Search(t.Context(), search.Query{})
	if err != nil {
		t.Fatal(err)
	}
	v, err := s.Tables.Version(table.Ref{Dataset: "diem", Table: "diem"}, "", "")
	if err != nil {
		t.Fatal(err)
	}
	points, _ := s.Layers.Layer("places")
	return sum{s.Seq, a.Total, v.Rows, points.Len(), len(s.Library.All()), s.Site.Name["vi"]}
}
