package indexer_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"honglinh/catalog"
	"honglinh/catalog/search"
	"honglinh/catalog/text"
	"honglinh/indexer"
)

// filled ingests three places into a folder and closes it again.
func filled(t *testing.T) (src, data string) {
	t.Helper()
	src, data = t.TempDir(), t.TempDir()
	write(t, filepath.Join(src, "diem"), map[string]string{"datapackage.json": placesPackage, "diem.csv": places(3, 0)})
	s := open(t, data, indexer.Options{NoEmbedded: true, NoTables: true, Packages: []string{src}})
	ingest(t, s)
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	return src, data
}

func damaged(t *testing.T, data string) []indexer.Finding {
	t.Helper()
	found, err := indexer.Check(t.Context(), indexer.Options{Data: data})
	if err != nil {
		t.Fatal(err)
	}
	return slices.DeleteFunc(found, func(f indexer.Finding) bool { return f.Grade != indexer.Damage })
}

func TestRepairMendsEachSortOfDamage(t *testing.T) {
	for _, c := range []struct {
		name   string
		damage func(t *testing.T, data string)
		says   string
	}{
		{"a record that cannot be read", func(t *testing.T, data string) { tamper(t, data, `{"id":"place/p1"`, `{"id":"place/p1/`) }, "1 records (place/p1)"},
		{"a record that says something else", func(t *testing.T, data string) { tamper(t, data, "số 1 đợt", "số 9 đợt") }, "1 records (place/p1)"},
		{"a copy that is gone", func(t *testing.T, data string) { remove(t, filepath.Join(data, "packages", "diem")) }, "1 copies of packages (diem)"},
		{"a copy that was written over", func(t *testing.T, data string) {
			write(t, filepath.Dir(oneFile(t, data, "diem.csv")), map[string]string{"diem.csv": places(3, 1)})
		}, "1 copies of packages (diem)"},
		{"a copy and a record", func(t *testing.T, data string) {
			remove(t, filepath.Join(data, "packages", "diem"))
			tamper(t, data, "số 1 đợt", "số 9 đợt")
		}, "1 records (place/p1), 1 copies"},
		{"an index that lacks a record", func(t *testing.T, data string) { index(t, data, search.Batch{Delete: []string{"place/p1"}}) }, "index built anew"},
	} {
		t.Run(c.name, func(t *testing.T) {
			src, data := filled(t)
			c.damage(t, data)
			if len(damaged(t, data)) == 0 {
				t.Fatal("check does not see it")
			}
			done, err := indexer.Repair(t.Context(), indexer.Options{Data: data, NoEmbedded: true, Packages: []string{src}})
			if err != nil || !strings.Contains(done.String(), c.says) {
				t.Errorf("%s, %v; want it to say %q", done, err, c.says)
			}
			if left := damaged(t, data); len(left) > 0 {
				t.Errorf("still damaged: %+v", left)
			}
			s := open(t, data, indexer.Options{NoEmbedded: true, NoTables: true, Packages: []string{src}})
			defer s.Close()
			if r := record(t, s, "place/p1"); r.Title[text.VI] != "Đền thờ số 1 đợt 0" || r.Version != 1 {
				t.Errorf("the record: version %d, %v", r.Version, r.Title)
			}
			if a, err := s.State().Finder.Search(t.Context(), search.Query{Text: "đền thờ số 1"}); err != nil || a.Total != 3 {
				t.Errorf("found %d, %v", a.Total, err)
			}
		})
	}
}

func TestADamagedRecordKeepsNothingFromStartingAndComesBackWithTheNextRun(t *testing.T) {
	src, data := filled(t)
	tamper(t, data, `{"id":"place/p1"`, `{"id":"place/p1/`)
	remove(t, filepath.Join(data, "index")) // built from the store, damage and all
	s := open(t, data, indexer.Options{NoEmbedded: true, NoTables: true, Packages: []string{src}})
	defer s.Close()
	if _, err := s.Store().Record(t.Context(), "place/p1"); catalog.KindOf(err) != catalog.Internal || !strings.Contains(err.Error(), "restores it") {
		t.Errorf("the damaged record: %v", err)
	}
	record(t, s, "place/p2")
	rep := ingest(t, s)
	if len(rep.Refused) > 0 || rep.Unchanged != 4 || warned(rep, "restored") == "" {
		t.Errorf("%s, %v, %v", rep.Summary(), rep.Refused, rep.Warnings)
	}
	if r := record(t, s, "place/p1"); r.Version != 1 {
		t.Errorf("it came back as version %d", r.Version)
	}
	for q, want := range map[string]int{"đền thờ": 3, "đền thờ số 1": 3} {
		if a, err := s.State().Finder.Search(t.Context(), search.Query{Text: q}); err != nil || a.Total != want {
			t.Errorf("%s: found %d, %v, want %d", q, a.Total, err, want)
		}
	}
}

func TestACopyThatWasWrittenOverIsNotPublishedAndComesBackWithTheNextRun(t *testing.T) {
	src, data := filled(t)
	write(t, filepath.Dir(oneFile(t, data, "diem.csv")), map[string]string{"diem.csv": "id,ten\nla,lạ\n"})
	s := open(t, data, indexer.Options{NoEmbedded: true, Packages: []string{src}})
	defer s.Close()
	p, _ := s.State().Library.Find("diem")
	if p == nil || s.State().Files(p) != nil {
		t.Error("the files of a copy that was written over are handed out")
	}
	ingest(t, s)
	raw, err := os.ReadFile(oneFile(t, data, "diem.csv"))
	if err != nil || string(raw) != places(3, 0) {
		t.Errorf("after the run the copy says %q, %v", raw, err)
	}
	if p, _ := s.State().Library.Find("diem"); s.State().Files(p) == nil {
		t.Error("the files are still not handed out")
	}
}

func TestACopyThatIsDamagedWithoutASourceIsNotPublished(t *testing.T) {
	src, data := filled(t)
	write(t, filepath.Dir(oneFile(t, data, "diem.csv")), map[string]string{"diem.csv": "id,ten\nla,lạ\n"})
	remove(t, src)
	s := open(t, data, indexer.Options{NoEmbedded: true, Packages: []string{src}})
	defer s.Close()
	rep := ingest(t, s)
	said := false
	for _, r := range rep.Refused {
		said = said || strings.Contains(r.Reason, "copy of diem") && strings.Contains(r.Remedy, "bring the source back")
	}
	if _, published := s.State().Library.Find("diem"); !said || published {
		t.Errorf("published %v, refused %v", published, rep.Refused)
	}
	record(t, s, "place/p1")
}

func TestAVanishedStoreIsAnAlarmAndNoNewStart(t *testing.T) {
	src, data := filled(t)
	remove(t, filepath.Join(data, "catalogue.sqlite"))
	o := indexer.Options{Data: data, NoEmbedded: true, NoTables: true, Packages: []string{src}}
	_, err := indexer.Open(t.Context(), o)
	if err == nil || !strings.Contains(err.Error(), "--start-anew") {
		t.Fatalf("got %v, want an alarm that names the flag", err)
	}
	if _, err := indexer.Check(t.Context(), indexer.Options{Data: data}); err == nil || !strings.Contains(err.Error(), "--start-anew") {
		t.Errorf("check: %v", err)
	}
	if _, err := os.Stat(filepath.Join(data, "catalogue.sqlite")); err == nil {
		t.Error("a new store was made all the same")
	}
	o.StartAnew = true
	s, err := indexer.Open(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	if rep := ingest(t, s); rep.Added != 4 {
		t.Errorf("begun anew: %s", rep.Summary())
	}
}

// TestAnIndexOfAFutureThatWasLostIsBuiltAnew puts an earlier store back beside a later index:
// changes that come now have the numbers of others that the index has seen.
func TestAnIndexOfAFutureThatWasLostIsBuiltAnew(t *testing.T) {
	src, data := filled(t)
	file := filepath.Join(data, "catalogue.sqlite")
	earlier, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	next := func(csv string) {
		t.Helper()
		write(t, filepath.Join(src, "diem"), map[string]string{"datapackage.json": placesPackage, "diem.csv": csv})
		s := open(t, data, indexer.Options{NoEmbedded: true, NoTables: true, Packages: []string{src}})
		ingest(t, s)
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
	}
	next(places(3, 1))
	if err := os.WriteFile(file, earlier, 0o644); err != nil {
		t.Fatal(err)
	}
	next(places(9, 0))
	if found := damaged(t, data); len(found) > 0 {
		t.Errorf("after the store was put back: %v", found)
	}
}
