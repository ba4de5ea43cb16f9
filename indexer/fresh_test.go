package indexer_test

import (
	"path/filepath"
	"strings"
	"testing"

	"honglinh/indexer"
	"honglinh/indexer/desk"
)

// laws is a package of documents, works one of places that link to the first of them.
const (
	laws = `{"name":"luat","title":"Luật","resources":[{"name":"l","path":"l.csv","schema":{"fields":[{"name":"id"},{"name":"ten"},{"name":"so"}]},
"honglinh":{"kind":"document","id":"id","title":{"vi":"ten"},"number":"so"}}]}`
	lawRows = "id,ten,so\nmot,Luật Một,1/2020/QH14\nhai,Luật Hai,2/2021/QH15\nba,Luật Ba,3/2022/QH15\n"
	works   = `{"name":"viec","title":"Việc","resources":[{"name":"v","path":"v.csv","schema":{"fields":[{"name":"id"},{"name":"ten"},{"name":"luat"},{"name":"legal_basis"},{"name":"xa"}]},
"honglinh":{"kind":"project","id":"id","title":{"vi":"ten"},"place":"xa","links":{"related":"luat"}}}]}`
	workRows = "id,ten,luat,legal_basis,xa\na,Việc A,document/mot,,Xã Trùng\nb,Việc B,document/mot,,\nc,Việc C,,Luật 2/2021/QH15,\nd,Việc D,document/bon,,\ne,Việc E,,,\n"
)

func TestARunReadsAndCompletesNoMoreThanWhatChanged(t *testing.T) {
	for _, c := range []struct {
		name            string
		files           map[string]string
		fresh, enriched int // rows read, records completed
		changed         int
	}{
		{"nothing", nil, 0, 0, 0},
		{"one of a hundred rows", map[string]string{"diem/diem.csv": strings.Replace(places(100, 0), "p7,Đền", "p7,Chùa", 1)}, 100, 1, 1},
		{"a row less", map[string]string{"diem/diem.csv": places(99, 0)}, 99, 1, 1}, // the dataset says how many rows it has
		{"what a file looks like", map[string]string{"luat/l.csv": strings.ReplaceAll(lawRows, "\n", "\r\n")}, 3, 0, 0},
		{"a title that two records link to", map[string]string{"luat/l.csv": strings.Replace(lawRows, "Luật Một", "Luật Nhất", 1)}, 8, 3, 3},
		{"a title that none does", map[string]string{"luat/l.csv": strings.Replace(lawRows, "Luật Ba", "Luật Bốn", 1)}, 3, 1, 1},
		{"a number that one record names", map[string]string{"luat/l.csv": strings.Replace(lawRows, "2/2021/QH15", "5/2021/QH15", 1)}, 8, 2, 2},
		{"a record that one missed", map[string]string{"luat/l.csv": lawRows + "bon,Luật Bốn,4/2023/QH15\n"}, 9, 3, 2},
		{"a unit", map[string]string{"trung/u.csv": "id,ten\nxa-trung-1,Xã Trùng Tên\n"}, 109, 113, 2},
		{"a unit's file, and no unit", map[string]string{"trung/u.csv": "id,ten\n\nxa-trung-1,Xã Trùng\n"}, 1, 0, 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			src := t.TempDir()
			write(t, src, map[string]string{"diem/datapackage.json": placesPackage, "diem/diem.csv": places(100, 0), "luat/datapackage.json": laws, "luat/l.csv": lawRows,
				"viec/datapackage.json": works, "viec/v.csv": workRows, "trung/datapackage.json": unitsPackage, "trung/u.csv": "id,ten\nxa-trung-1,Xã Trùng\n"})
			s := open(t, t.TempDir(), indexer.Options{NoEmbedded: true, NoTables: true, Packages: []string{src}})
			defer s.Close()
			if rep := ingest(t, s); rep.Fresh != 109 || rep.Enriched != 113 || len(rep.Refused) > 0 {
				t.Fatalf("the first run read %d rows and completed %d records, want 109 and 113; refused %v", rep.Fresh, rep.Enriched, rep.Refused)
			}
			write(t, src, c.files)
			rep := ingest(t, s)
			if rep.Fresh != c.fresh || rep.Enriched != c.enriched || rep.Changed != c.changed {
				t.Errorf("%d rows read, %d records completed, %d changed; want %d, %d, %d", rep.Fresh, rep.Enriched, rep.Changed, c.fresh, c.enriched, c.changed)
			}
		})
	}
}

func TestWhatTheDeskChangesIsNoReasonToReadPackages(t *testing.T) {
	src := t.TempDir()
	write(t, src, map[string]string{"diem/datapackage.json": placesPackage, "diem/diem.csv": places(10, 0), "viec/datapackage.json": works, "viec/v.csv": workRows})
	s := open(t, filepath.Join(t.TempDir(), "data"), indexer.Options{NoEmbedded: true, NoTables: true, Packages: []string{src}})
	defer s.Close()
	ingest(t, s)
	edit := func(id, title string) indexer.Report {
		t.Helper()
		if _, err := s.Edit(t.Context(), desk.Item{ID: id, Fields: map[string]string{"title_vi": title}}); err != nil {
			t.Fatal(err)
		}
		return ingest(t, s)
	}
	if rep := edit("article/tin", "Tin"); rep.Fresh+rep.Enriched > 0 {
		t.Errorf("%d rows were read and %d records completed for a record that nothing hangs on", rep.Fresh, rep.Enriched)
	}
	if rep := edit("document/bon", "Văn bản"); rep.Fresh != 5 || rep.Enriched != 1 || rep.Changed != 1 {
		t.Errorf("%d rows read, %d records completed, %d changed for a record that one of five rows had missed", rep.Fresh, rep.Enriched, rep.Changed)
	}
}
