package indexer_test

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"honglinh/catalog"
	"honglinh/catalog/search"
	"honglinh/catalog/store"
	"honglinh/catalog/store/sqlite"
	"honglinh/catalog/text"
	"honglinh/indexer"
	"honglinh/indexer/indexertest"
	"honglinh/indexer/source"
)

// open opens a service on a fresh folder over the packages in src.
func open(t testing.TB, data string, o indexer.Options) *indexer.Service {
	t.Helper()
	o.Data = data
	s, err := indexer.Open(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func ingest(t testing.TB, s *indexer.Service) indexer.Report {
	t.Helper()
	rep, err := s.Ingest(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return rep
}

// hashes returns the content hash of every live record.
func hashes(t testing.TB, data string) map[string]string {
	t.Helper()
	st, err := sqlite.OpenReader(t.Context(), data)
	if err != nil {
		t.Fatal(err)
	}
	defer st.Close()
	out := map[string]string{}
	err = st.Each(t.Context(), func(rec catalog.Record, _ int64) error {
		h, err := store.Hash(rec)
		out[rec.ID] = h
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func TestTheShippedPackagesComeInWholeAndTheSameFromTheirExport(t *testing.T) {
	data, out, again := t.TempDir(), filepath.Join(t.TempDir(), "out"), t.TempDir()
	s := open(t, data, indexer.Options{})
	first := ingest(t, s)
	for _, r := range first.Refused {
		t.Errorf("refused: %s", r)
	}
	for _, w := range first.Warnings { // "Decision 66 of 10 December 2025" is 66/QĐ-UBND, to which its row links
		if w.Code == "unknown-document" && strings.HasSuffix(w.ID, "khu-dan-cu-nong-thon-moi-thon-ky-tay-xa-co-dam") {
			t.Errorf("a document that the record links to is said to be unknown: %s", w.Reason)
		}
	}
	second := ingest(t, s)
	if second.Added+second.Changed+second.Removed != 0 || second.Unchanged != first.Added || second.Seq != first.Seq {
		t.Errorf("the same content again wrote: %s", second.Summary())
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if found, err := indexer.Check(t.Context(), indexer.Options{Data: data}); err != nil || slices.ContainsFunc(found, func(f indexer.Finding) bool { return f.Grade == indexer.Damage }) {
		t.Errorf("check: %v, %v", found, err)
	}
	if _, err := indexer.Export(t.Context(), indexer.Options{Data: data}, out); err != nil {
		t.Fatal(err)
	}
	s = open(t, again, indexer.Options{NoEmbedded: true, NoTables: true, Packages: []string{out}})
	ingest(t, s)
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(hashes(t, data), hashes(t, again)); diff != "" {
		t.Errorf("records of the export (-want +got):\n%s", diff)
	}
}

func TestALaterStartIsReadyAtOnce(t *testing.T) {
	data := indexertest.Folder(t)
	s := open(t, data, indexer.Options{})
	defer s.Close()
	if !s.Ready() {
		t.Fatal("not ready after a restart")
	}
	a, err := s.State().Finder.Search(t.Context(), search.Query{Text: "cụm công nghiệp"})
	if err != nil || a.Total == 0 || len(s.State().Library.All()) == 0 || len(s.State().Places.All()) == 0 || s.State().Thesaurus == nil {
		t.Errorf("after a restart: %d hits, %v, %d datasets, %d units", a.Total, err, len(s.State().Library.All()), len(s.State().Places.All()))
	}
	index := func() string {
		b, err := os.ReadFile(filepath.Join(data, "index", "CURRENT"))
		if err != nil {
			t.Fatal(err)
		}
		return string(b)
	}
	before := index()
	if ingest(t, s); index() != before {
		t.Errorf("the run of a later start built the index anew: %s, was %s", index(), before)
	}
}

// badPackage is a package in which every row but the first and the last is wrong.
const badPackage = `{"name":"xau","title":"Xấu","resources":[{"name":"xau","path":"xau.csv","format":"csv","type":"table",
"schema":{"fields":[{"name":"id","type":"string","constraints":{"required":true}},{"name":"ten","type":"string"},
{"name":"lat","type":"number"},{"name":"lon","type":"number"},{"name":"von","type":"number"},{"name":"ngay","type":"date"},
{"name":"tt","type":"string"},{"name":"noi","type":"string"},{"name":"loai","type":"string","constraints":{"enum":["a","b"]}}]},
"honglinh":{"kind":"opportunity","id":"id","title":{"vi":"ten"},"lat":"lat","lon":"lon","capital":"von","date":"ngay","status":"tt","place":"noi"}}]}`

func TestEachWrongRowIsRefusedByItselfWithPlaceReasonAndRemedy(t *testing.T) {
	cases := []struct{ name, row, column, reason, remedy string }{
		{"a row with too few values", "x1,Tên", "", "the row has 2 values, the header 9", "delimiters"},
		{"bytes that are no UTF-8", "x2,\"\xff\xfe\",,,,,,,", "ten", "not UTF-8", "UTF-8"},
		{"a value far too long", "x3,\"" + strings.Repeat("a", 17<<20) + "\",,,,,,,", "", "more than 16777216 bytes", "split"},
		{"an id that is there already", "tot,Lặp,,,,,,,", "id", "already that of", "statement"},
		{"an id of another kind", "plan/x5,Tên,,,,,,,", "id", "another kind", "slug"},
		{"a day that does not exist", "x6,Tên,,,,31/02/2025,,,", "ngay", "not a date", "2025-07-01"},
		{"a number written for readers", "x7,Tên,,,\"1.234,5\",,,,", "von", "not a number", "decimalChar"},
		{"swapped coordinates", "x9,Tên,105.7,18.5,,,,,", "lat", "outside Vietnam", "swapped"},
		{"coordinates abroad", "x10,Tên,48.8,2.3,,,,,", "lat", "outside Vietnam", ""},
		{"an unknown status", "x11,Tên,,,,,caling,,", "tt", `nearest: "calling"`, ""},
		{"a code out of the list", "x12,Tên,,,,,,,c", "loai", "not in the list", "[a b]"},
		{"no title", "x13,,,,,,,,", "ten", "title is missing", "one language"},
		{"a negative amount", "x14,Tên,,,-5,,,,", "von", "negative", "billion VND"},
		{"a stray quote", "x15,\"Tên\"lạ,,,,,,,", "", "quote", "two quotes"},
	}
	var csv bytes.Buffer
	csv.WriteString("\xef\xbb\xbfid,ten,lat,lon,von,ngay,tt,noi,loai\r\ntot,Tốt <script>alert(1)</script>,18.5,105.7,12.5,2025-07-01,calling,,a\r\n")
	for _, c := range cases {
		csv.WriteString(c.row + "\r\n")
	}
	csv.WriteString("cuoi,Cuối,,,,,,,\r\n")
	src := t.TempDir()
	write(t, filepath.Join(src, "xau"), map[string]string{"datapackage.json": badPackage, "xau.csv": csv.String()})
	write(t, filepath.Join(src, "trung"), map[string]string{"datapackage.json": unitsPackage, "u.csv": "id,ten\nxa-trung-1,Xã Trùng\nxa-trung-2,Xã Trùng\n"})
	s := open(t, t.TempDir(), indexer.Options{NoEmbedded: true, NoTables: true, Packages: []string{src}})
	defer s.Close()
	rep := ingest(t, s)
	if len(rep.Refused) != len(cases) {
		t.Errorf("refused %d rows, want %d", len(rep.Refused), len(cases))
	}
	for i, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			j := slices.IndexFunc(rep.Refused, func(r source.Refusal) bool { return r.Row == i+3 })
			if j < 0 {
				t.Fatalf("row %d was not refused", i+3)
			}
			r := rep.Refused[j]
			if r.Column != c.column || !strings.Contains(r.Reason+r.Remedy, c.reason) || !strings.Contains(r.Remedy+r.Reason, c.remedy) || !strings.HasSuffix(r.File, "xau/xau.csv") {
				t.Errorf("got %s, want column %q, reason …%s…, remedy …%s…", r, c.column, c.reason, c.remedy)
			}
		})
	}
	for _, id := range []string{"opportunity/tot", "opportunity/cuoi"} {
		if _, err := s.Store().Record(t.Context(), id); err != nil {
			t.Errorf("the rest goes in: %v", err)
		}
	}
	if rec, _ := s.Store().Record(t.Context(), "opportunity/tot"); rec.Title[text.VI] != "Tốt <script>alert(1)</script>" {
		t.Errorf("plain text is kept as it is: got %q", rec.Title[text.VI])
	}
	var out bytes.Buffer
	if err := rep.WriteJSON(&out); err != nil || !json.Valid(out.Bytes()) {
		t.Errorf("report: %v", err)
	}
}

const unitsPackage = `{"name":"trung","title":"Trùng","resources":[{"name":"u","path":"u.csv","format":"csv","type":"table",
"schema":{"fields":[{"name":"id","type":"string"},{"name":"ten","type":"string"}]},"honglinh":{"kind":"unit","id":"id","title":{"vi":"ten"}}}]}`

func TestWhatWasStoredStaysWhenItsSourceFails(t *testing.T) {
	good := places(3, 0)
	cases := []struct {
		name  string
		spoil func(t *testing.T, dir string)
		want  int // live places after
	}{
		{"a row that became wrong takes its record along", func(t *testing.T, dir string) {
			write(t, dir, map[string]string{"diem.csv": strings.Replace(good, "18.5,105.7", "105.7,18.5", 1)})
		}, 2},
		{"a row that is gone takes its record along", func(t *testing.T, dir string) {
			write(t, dir, map[string]string{"diem.csv": strings.Join(strings.Split(good, "\n")[:3], "\n")})
		}, 2},
		{"a file that vanished", func(t *testing.T, dir string) { remove(t, filepath.Join(dir, "diem.csv")) }, 3},
		{"a descriptor that broke", func(t *testing.T, dir string) { write(t, dir, map[string]string{"datapackage.json": "{"}) }, 3},
		{"a descriptor that vanished", func(t *testing.T, dir string) { remove(t, filepath.Join(dir, "datapackage.json")) }, 3},
		{"a header that lost a column", func(t *testing.T, dir string) {
			write(t, dir, map[string]string{"diem.csv": strings.Replace(good, "id,ten", "ma,ten", 1)})
		}, 3},
		{"a path out of the package", func(t *testing.T, dir string) {
			write(t, dir, map[string]string{"datapackage.json": strings.Replace(placesPackage, "diem.csv", "../../etc/passwd", 1)})
		}, 3},
		{"the whole folder of packages is gone", func(t *testing.T, dir string) { remove(t, filepath.Dir(dir)) }, 3},
		{"a package that left its folder", func(t *testing.T, dir string) { remove(t, dir) }, 3},
		{"the package is gone from its folder, as is meant", func(t *testing.T, dir string) { remove(t, dir) }, 0},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			src := filepath.Join(t.TempDir(), "src")
			dir := filepath.Join(src, "diem")
			write(t, dir, map[string]string{"datapackage.json": placesPackage, "diem.csv": good})
			s := open(t, t.TempDir(), indexer.Options{NoEmbedded: true, NoTables: true, Packages: []string{src}})
			defer s.Close()
			ingest(t, s)
			c.spoil(t, dir)
			if strings.Contains(c.name, "meant") {
				s.AllowRemoval()
			}
			rep := ingest(t, s)
			counts, err := s.Store().Counts(t.Context())
			if err != nil || counts["place"] != c.want {
				t.Errorf("got %d places, %v, want %d; %s %v", counts["place"], err, c.want, rep.Summary(), rep.Refused)
			}
			a, err := s.State().Finder.Search(t.Context(), search.Query{Kinds: []string{"place"}})
			if err != nil || a.Total != c.want {
				t.Errorf("found %d, %v, want %d", a.Total, err, c.want)
			}
			if strings.Contains(c.name, "gone") != (len(rep.Refused) == 0) && !strings.Contains(c.name, "whole") {
				t.Errorf("refused: %v", rep.Refused)
			}
		})
	}
}

func remove(t *testing.T, name string) {
	t.Helper()
	if err := os.RemoveAll(name); err != nil {
		t.Fatal(err)
	}
}

func TestADamagedIndexIsBuiltAnewByItself(t *testing.T) {
	cases := []struct {
		name   string
		damage func(t *testing.T, index string)
	}{
		{"missing", func(t *testing.T, index string) { remove(t, index) }},
		{"no pointer", func(t *testing.T, index string) { remove(t, filepath.Join(index, "CURRENT")) }},
		{"a pointer into nothing", func(t *testing.T, index string) {
			write(t, index, map[string]string{"CURRENT": `{"generation":99,"key":"x"}`})
		}},
		{"truncated files", func(t *testing.T, index string) {
			err := filepath.WalkDir(index, func(p string, d os.DirEntry, err error) error {
				if err != nil || d.IsDir() || d.Name() == "CURRENT" {
					return err
				}
				return os.Truncate(p, 10)
			})
			if err != nil {
				t.Fatal(err)
			}
		}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			src, data := t.TempDir(), t.TempDir()
			write(t, filepath.Join(src, "diem"), map[string]string{"datapackage.json": placesPackage, "diem.csv": places(30, 0)})
			o := indexer.Options{NoEmbedded: true, NoTables: true, Packages: []string{src}}
			s := open(t, data, o)
			ingest(t, s)
			if err := s.Close(); err != nil {
				t.Fatal(err)
			}
			c.damage(t, filepath.Join(data, "index"))
			s = open(t, data, o)
			defer s.Close()
			ingest(t, s)
			if a, err := s.State().Finder.Search(t.Context(), search.Query{Kinds: []string{"place"}}); err != nil || a.Total != 30 {
				t.Errorf("found %d, %v, want 30", a.Total, err)
			}
		})
	}
}
