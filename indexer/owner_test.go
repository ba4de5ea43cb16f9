package indexer_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"honglinh/catalog"
	"honglinh/catalog/text"
	"honglinh/catalog/vocab"
	"honglinh/datasets/table"
	"honglinh/indexer"
)

// owned opens a service over a folder of packages.
func owned(t *testing.T, dir string) *indexer.Service {
	t.Helper()
	s, err := indexer.Open(t.Context(), indexer.Options{Data: filepath.Join(dir, "data"), NoEmbedded: true, NoTables: true,
		Packages: []string{filepath.Join(dir, "packages")}})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s
}

// atDesk publishes records of an owner that is no package.
func atDesk(t *testing.T, s *indexer.Service, recs ...catalog.Record) {
	t.Helper()
	p, err := s.Store().Publish(t.Context(), "desk")
	if err != nil {
		t.Fatal(err)
	}
	defer p.Discard()
	for _, r := range recs {
		if _, err := p.Put(t.Context(), r); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := p.Commit(t.Context()); err != nil {
		t.Fatal(err)
	}
}

func placeOf(slug, title string) catalog.Record {
	return catalog.Record{ID: catalog.MakeID(vocab.Place, slug), Kind: vocab.Place, Title: text.New(title, ""),
		Places: []catalog.PlaceRef{}, Provenance: []catalog.Provenance{}}
}

func whose(t *testing.T, s *indexer.Service) map[string][]string {
	t.Helper()
	out := map[string][]string{}
	owners, err := s.Store().Owners(t.Context())
	for _, o := range owners {
		if err == nil {
			out[o], err = s.Store().Owned(t.Context(), o)
		}
	}
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func TestARunChangesOnlyWhatItsOwnSourcesOwn(t *testing.T) {
	dir := t.TempDir()
	two := strings.ReplaceAll(placesPackage, `"diem"`, `"hai"`)
	write(t, filepath.Join(dir, "packages"), map[string]string{
		"diem/datapackage.json": placesPackage, "diem/diem.csv": places(2, 0),
		"hai/datapackage.json": strings.ReplaceAll(two, "diem.csv", "hai.csv"), "hai/hai.csv": "id,ten,lat,lon\nx,Điểm X,18.5,105.7\n"})
	s := owned(t, dir)
	ingest(t, s)
	atDesk(t, s, placeOf("desk", "Nhà văn hoá"))

	if err := os.RemoveAll(filepath.Join(dir, "packages", "hai")); err != nil {
		t.Fatal(err)
	}
	s.AllowRemoval()
	rep := ingest(t, s)
	want := map[string][]string{"desk": {"place/desk"}, "package/diem": {"dataset/diem", "place/p0", "place/p1"}}
	if diff := cmp.Diff(want, whose(t, s)); diff != "" || rep.Removed != 2 {
		t.Errorf("%d removed; owners (-want +got):\n%s", rep.Removed, diff)
	}
	rep = ingest(t, s)
	if rep.Removed+rep.Changed+rep.Added > 0 || len(rep.Refused) > 0 {
		t.Errorf("the next run changed something: %+v", rep)
	}
}

func TestARowUnderAnotherOwnersIDIsRefused(t *testing.T) {
	dir := t.TempDir()
	write(t, filepath.Join(dir, "packages"), map[string]string{"diem/datapackage.json": placesPackage, "diem/diem.csv": places(2, 0)})
	s := owned(t, dir)
	atDesk(t, s, placeOf("p1", "của ban biên tập"))
	rep := ingest(t, s)
	if len(rep.Refused) != 1 || rep.Refused[0].ID != "place/p1" || rep.Refused[0].Row != 3 {
		t.Errorf("refused %+v, want row 3, place/p1", rep.Refused)
	}
	if rec, err := s.Store().Record(t.Context(), "place/p1"); err != nil || rec.Title[text.VI] != "của ban biên tập" {
		t.Errorf("the desk's record says %v, %v", rec.Title, err)
	}
	if _, err := s.Store().Record(t.Context(), "place/p0"); err != nil {
		t.Errorf("the other row: %v", err)
	}
}

func TestARecordThatIsRefusedLeavesNoneOfItsRowsInTheTable(t *testing.T) {
	src := t.TempDir()
	write(t, src, map[string]string{"gop/datapackage.json": `{"name":"gop","title":"Gộp","resources":[{"name":"r","path":"r.csv","schema":{"fields":[{"name":"id"},{"name":"dong"},{"name":"ten"}]},
"honglinh":{"kind":"place","id":"id","statement":"dong","title":{"vi":"ten"}}}]}`, "gop/r.csv": "id,dong,ten\np1,a,Một\np2,b,Hai\np1,c,Một nữa\n"})
	s := open(t, t.TempDir(), indexer.Options{NoEmbedded: true, Packages: []string{src}})
	defer s.Close()
	atDesk(t, s, placeOf("p1", "của ban biên tập"))
	rep := ingest(t, s)
	if len(rep.Refused) != 2 || rep.Refused[0].Row != 2 || rep.Refused[1].Row != 4 {
		t.Errorf("refused %v, want rows 2 and 4", rep.Refused)
	}
	res, err := s.State().Tables.Query(t.Context(), table.Query{Ref: table.Ref{Dataset: "gop", Table: "r"}, Limit: table.Unlimited})
	if err != nil {
		t.Fatal(err)
	}
	rows, err := res.All(t.Context())
	if diff := cmp.Diff([][]any{{"p2", "b", "Hai"}}, rows); diff != "" || err != nil {
		t.Errorf("%v; rows of the table (-want +got):\n%s", err, diff)
	}
}

func TestARecordMovesBetweenPackagesWithoutAGap(t *testing.T) {
	for _, names := range [][2]string{{"a-old", "b-new"}, {"b-old", "a-new"}} {
		dir := t.TempDir()
		pack := func(name string, rows string) {
			write(t, filepath.Join(dir, "packages", name), map[string]string{
				"datapackage.json": strings.Replace(placesPackage, `"name":"diem"`, `"name":"`+name+`"`, 1), "diem.csv": "id,ten,lat,lon\n" + rows})
		}
		pack(names[0], "x,Điểm X,18.5,105.7\ny,Điểm Y,18.5,105.7\n")
		pack(names[1], "z,Điểm Z,18.5,105.7\n")
		s := owned(t, dir)
		ingest(t, s)
		pack(names[0], "y,Điểm Y,18.5,105.7\n")
		pack(names[1], "z,Điểm Z,18.5,105.7\nx,Điểm X,18.5,105.7\n")
		rep := ingest(t, s)
		want := map[string][]string{"package/" + names[0]: {"dataset/" + names[0], "place/y"}, "package/" + names[1]: {"dataset/" + names[1], "place/x", "place/z"}}
		if diff := cmp.Diff(want, whose(t, s)); diff != "" || len(rep.Refused) > 0 {
			t.Errorf("%v: refused %v; owners (-want +got):\n%s", names, rep.Refused, diff)
		}
	}
}
