package indexer_test

import (
	std "cmp"
	"flag"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"

	"honglinh/catalog"
	"honglinh/catalog/store"
	"honglinh/catalog/text"
	"honglinh/indexer"
	"honglinh/indexer/desk"
)

// drawnPackages are packages that hang on each other: units, documents that name and
// supersede documents, projects that link to them, lie in units and name them by number.
var drawnPackages = map[string]struct{ kind, more string }{
	"a-van-ban":  {"document", `,"number":"so"`},
	"b-du-an":    {"project", ""},
	"c-don-vi":   {"unit", `,"code":"so","geometry":"hinh"`},
	"d-van-ban":  {"document", `,"number":"so"`},
	"e-dia-danh": {"project", ""},
}

// drawnSource is a package as it was drawn: its rows by id, nil for one that is not there.
type drawnSource map[string]map[string]string

var drawnColumns = []string{"ma", "ten", "tinh_trang", "so", "xa", "legal_basis", "lien", "thay", "lat", "lon", "hinh"}

func (s drawnSource) write(t *rapid.T, dir, name string) {
	folder := filepath.Join(dir, name)
	if s == nil {
		if err := os.RemoveAll(folder); err != nil {
			t.Fatal(err)
		}
		return
	}
	p := drawnPackages[name]
	var fields []string
	for _, c := range drawnColumns {
		kind := map[string]string{"lat": "number", "lon": "number"}[c]
		fields = append(fields, fmt.Sprintf(`{"name":%q,"type":%q}`, c, std.Or(kind, "string")))
	}
	descriptor := fmt.Sprintf(`{"name":%q,"title":"Gói","resources":[{"name":"r","path":"r.csv","schema":{"fields":[`+strings.Join(fields, ",")+`]},
"honglinh":{"kind":%q,"id":"ma","title":{"vi":"ten"},"status":"tinh_trang","place":"xa","supersedes":"thay","lat":"lat","lon":"lon","links":{"related":"lien"}%s}}]}`, name, p.kind, p.more)
	var b strings.Builder
	b.WriteString(strings.Join(drawnColumns, ",") + "\n")
	for _, id := range slices.Sorted(maps.Keys(s)) {
		var cells []string
		for _, c := range drawnColumns {
			cells = append(cells, `"`+s[id][c]+`"`)
		}
		b.WriteString(strings.Join(cells, ",") + "\n")
	}
	for file, body := range map[string]string{"datapackage.json": descriptor, "r.csv": b.String()} {
		if err := os.MkdirAll(folder, 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(folder, file), []byte(body), 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

func (s drawnSource) draw(t *rapid.T, name string) {
	pick := func(label string, from ...string) string { return rapid.SampledFrom(from).Draw(t, label) }
	kind := drawnPackages[name].kind
	id := pick("id", "m1", "m2", "m3")
	if pick("what", "put", "put", "put", "drop") == "drop" {
		delete(s, id)
		return
	}
	row := map[string]string{"ma": id, "ten": pick("title", "Tên Một", "Tên Hai", "Tên Ba", "Tên Một", "Tên Hai", "")}
	if kind != "unit" {
		row["tinh_trang"] = pick("status", "", "in-force", "abolished")
		row["lien"] = pick("link", "", "document/m1", "document/m2", "project/m3", "unit/m1", "project/m2")
		row["thay"] = pick("supersedes", "", "", kind+"/m1", kind+"/m2", kind+"/m3")
	}
	switch kind {
	case "unit":
		row["so"] = pick("code", "18115", "18118")
		row["hinh"] = pick("outline", "", "POLYGON((105 18,106 18,106 19,105 19,105 18))", "POLYGON((105 18,105.5 18,105.5 19,105 19,105 18))")
	case "document":
		row["so"] = pick("number", "31/2021/NĐ-CP", "31/2021/QĐ-UBND", "77/2024/NĐ-CP")
	case "project":
		row["xa"] = pick("place", "", "Tên Một", "Tên Ba", "unit/m2")
		row["legal_basis"] = pick("basis", "", "Nghị định 31/2021", "Theo Nghị định 77/2024/NĐ-CP")
		if pick("located", "", "yes") != "" {
			row["lat"], row["lon"] = "18.5", pick("lon", "105.2", "105.7")
		}
	}
	s[id] = row
}

// follower is a catalogue over the drawn packages.
type follower struct {
	*indexer.Service
	data, src string
}

func newFollower(t *testing.T, src string) *follower {
	t.Helper()
	data, err := os.MkdirTemp(t.TempDir(), "d")
	if err != nil {
		t.Fatal(err)
	}
	f := &follower{nil, data, src}
	f.start(t)
	return f
}

func (f *follower) start(t testing.TB) {
	f.Service = open(t, f.data, indexer.Options{NoEmbedded: true, NoTables: true, Packages: []string{f.src}, AllowRemoval: true})
}

// published is every live record with its version.
func (f *follower) published(t *rapid.T) map[string]string {
	out := map[string]string{}
	err := f.Store().Each(t.Context(), func(r catalog.Record, _ int64) error {
		body, _, err := store.Content(r)
		out[r.ID] = fmt.Sprintf("%d %s", r.Version, body)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// TestARunThatFollowsChangesPublishesWhatAWholeRunDoes changes sources at random, one or a few
// before each run, with the desk in between, and holds a catalogue that follows them against
// one that reads and completes everything each time, and against a new one.
func TestARunThatFollowsChangesPublishesWhatAWholeRunDoes(t *testing.T) {
	fewChecks(t)
	rapid.Check(t, func(rt *rapid.T) {
		src, err := os.MkdirTemp(t.TempDir(), "p")
		if err != nil {
			rt.Fatal(err)
		}
		follows, whole := newFollower(t, src), newFollower(t, src)
		defer func() { follows.Close() }()
		defer whole.Close()
		sources, clean := map[string]drawnSource{}, true
		for _, name := range slices.Sorted(maps.Keys(drawnPackages)) {
			sources[name] = drawnSource{}
			for range 3 {
				sources[name].draw(rt, name)
			}
			sources[name].write(rt, src, name)
		}
		for range rapid.IntRange(2, 8).Draw(rt, "runs") {
			bothRun(rt, follows, whole)
			for range rapid.IntRange(0, 2).Draw(rt, "changes") {
				clean = change(rt, sources, src, follows, whole) && clean
			}
			if rapid.IntRange(0, 3).Draw(rt, "restart") == 0 {
				if err := follows.Close(); err != nil {
					rt.Fatal(err)
				}
				follows.start(t)
			}
		}
		bothRun(rt, follows, whole)
		if !clean {
			return // what was refused or edited before is kept, which a new catalogue does not know
		}
		anew := newFollower(t, src)
		defer anew.Close()
		if rep := ingest(t, anew.Service); len(rep.Refused) > 0 {
			return
		}
		if diff := cmp.Diff(hashes(t, anew.data), hashes(t, follows.data)); diff != "" {
			rt.Errorf("against a new catalogue (-new +followed):\n%s", diff)
		}
	})
}

// fewChecks has rapid draw a few cases in this test.
func fewChecks(t *testing.T) {
	before := flag.Lookup("rapid.checks").Value.String()
	if err := flag.Set("rapid.checks", few); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = flag.Set("rapid.checks", before) })
}

// change changes a source or has the desk do so, and reports whether a new catalogue can know of it.
func change(t *rapid.T, sources map[string]drawnSource, dir string, both ...*follower) bool {
	name := rapid.SampledFrom(slices.Sorted(maps.Keys(sources))).Draw(t, "package")
	switch rapid.SampledFrom([]string{"row", "row", "row", "row", "row", "package", "broken", "edit", "retract"}).Draw(t, "change") {
	case "row":
		if sources[name] == nil {
			sources[name] = drawnSource{}
		}
		sources[name].draw(t, name)
		sources[name].write(t, dir, name)
	case "package":
		sources[name] = nil
		sources[name].write(t, dir, name)
	case "broken":
		if sources[name] != nil {
			if err := os.WriteFile(filepath.Join(dir, name, "datapackage.json"), []byte("{"), 0o600); err != nil {
				t.Fatal(err)
			}
		}
		return false
	case "edit":
		item := desk.Item{ID: rapid.SampledFrom([]string{"document/m1", "project/m1", "project/m9", "document/m9"}).Draw(t, "edited"),
			Fields: map[string]string{"title_vi": rapid.SampledFrom([]string{"Bàn Một", "Bàn Hai"}).Draw(t, "title")}}
		for _, f := range both {
			if _, err := f.Edit(t.Context(), item); err != nil {
				t.Fatal(err)
			}
		}
		return false
	case "retract":
		for _, f := range both {
			_ = f.Retract(t.Context(), "document/m1", text.New("Rút", "")) // where it is the desk's
		}
		return false
	}
	return true
}

// bothRun runs both and compares what they publish and say.
func bothRun(t *rapid.T, follows, whole *follower) {
	t.Helper()
	if err := whole.Store().PutDocument(t.Context(), "indexer/readings", []byte("{}")); err != nil {
		t.Fatal(err)
	}
	a, err := follows.Ingest(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	b, err := whole.Ingest(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(b, a, cmpopts.IgnoreFields(indexer.Report{}, "Started", "TookMS", "Fresh", "Enriched"), cmpopts.EquateEmpty()); diff != "" {
		t.Errorf("reports (-whole +followed):\n%s", diff)
	}
	if a.Fresh > b.Fresh || a.Enriched > b.Enriched {
		t.Errorf("%d rows read and %d records completed, %d and %d by the whole run", a.Fresh, a.Enriched, b.Fresh, b.Enriched)
	}
	x, y := whole.published(t), follows.published(t)
	if diff := cmp.Diff(x, y); diff != "" {
		t.Fatalf("records (-whole +followed):\n%s", diff)
	}
}
