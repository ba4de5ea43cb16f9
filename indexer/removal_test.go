package indexer_test

import (
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"honglinh/indexer"
)

func TestARunThatWouldRemoveTooMuchOfASourceLeavesItAsItWas(t *testing.T) {
	const table = `{"name":"bang","resources":[{"name":"so","path":"so.csv","format":"csv"}]}`
	for _, c := range []struct {
		name   string
		rows   int // places before
		change func(t *testing.T, src string)
		want   []indexer.Held // nil is none: the run removes what is gone
	}{
		{"a file cut to its header", 10, func(t *testing.T, src string) {
			write(t, src, map[string]string{"diem/diem.csv": places(0, 0)})
		}, []indexer.Held{{Source: "diem", Removed: 10, Of: 11, Emptied: []string{"diem"}}}},
		{"a file cut in half", 10, func(t *testing.T, src string) {
			write(t, src, map[string]string{"diem/diem.csv": places(5, 0)})
		}, []indexer.Held{{Source: "diem", Removed: 5, Of: 11}}},
		{"a third of ten", 10, func(t *testing.T, src string) {
			write(t, src, map[string]string{"diem/diem.csv": places(7, 0)})
		}, []indexer.Held{{Source: "diem", Removed: 3, Of: 11}}},
		{"a tenth of thirty", 30, func(t *testing.T, src string) {
			write(t, src, map[string]string{"diem/diem.csv": places(27, 0)})
		}, nil},
		{"one of three", 3, func(t *testing.T, src string) {
			write(t, src, map[string]string{"diem/diem.csv": places(2, 0)})
		}, nil},
		{"the only one", 1, func(t *testing.T, src string) {
			write(t, src, map[string]string{"diem/diem.csv": places(0, 0)})
		}, []indexer.Held{{Source: "diem", Removed: 1, Of: 2, Emptied: []string{"diem"}}}},
		{"a package that is not there any more", 10, func(t *testing.T, src string) { remove(t, filepath.Join(src, "diem")) },
			[]indexer.Held{{Source: "diem", Removed: 11, Of: 11}}},
		{"a folder that is not mounted", 10, func(t *testing.T, src string) {
			remove(t, src)
			if err := os.Mkdir(src, 0o755); err != nil {
				t.Fatal(err)
			}
		}, []indexer.Held{{Source: "bang", Removed: 1, Of: 1}, {Source: "diem", Removed: 11, Of: 11}}},
		{"a table without records cut to its header", 10, func(t *testing.T, src string) {
			write(t, src, map[string]string{"bang/so.csv": "a,b\n"})
		}, []indexer.Held{{Source: "bang", Of: 1, Emptied: []string{"so"}}}},
		{"all ids written anew", 10, func(t *testing.T, src string) {
			write(t, src, map[string]string{"diem/diem.csv": strings.ReplaceAll(places(10, 0), "\np", "\nq")})
		}, []indexer.Held{{Source: "diem", Removed: 10, Of: 11}}},
		{"a package under another name", 10, func(t *testing.T, src string) {
			write(t, src, map[string]string{"diem/datapackage.json": strings.Replace(placesPackage, `"name":"diem"`, `"name":"dia-diem"`, 1)})
		}, nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			src := t.TempDir()
			write(t, src, map[string]string{"diem/datapackage.json": placesPackage, "diem/diem.csv": places(c.rows, 0),
				"bang/datapackage.json": table, "bang/so.csv": "a,b\n1,2\n3,4\n"})
			s := open(t, t.TempDir(), indexer.Options{NoEmbedded: true, Packages: []string{src}})
			defer s.Close()
			ingest(t, s)
			before := live(t, s)
			c.change(t, src)
			rep := ingest(t, s)
			if diff := cmp.Diff(c.want, rep.Held); diff != "" {
				t.Fatalf("held back (-want +got):\n%s", diff)
			}
			if c.want == nil {
				if rep.Removed == 0 {
					t.Errorf("nothing was removed: %s", rep.Summary())
				}
				return
			}
			if rep.Removed > 0 || len(rep.Refused) != len(c.want) || !strings.Contains(rep.Refused[0].Remedy, "--allow-removal") {
				t.Errorf("%s; refused %v", rep.Summary(), rep.Refused)
			}
			if diff := cmp.Diff(before, live(t, s)); diff != "" {
				t.Errorf("what is served (-want +got):\n%s", diff)
			}
			s.AllowRemoval()
			if rep := ingest(t, s); len(rep.Held) > 0 || rep.Removed == 0 && c.want[0].Removed > 0 {
				t.Errorf("with leave: %s, held %v", rep.Summary(), rep.Held)
			}
			if rep := ingest(t, s); len(rep.Held) > 0 || rep.Removed > 0 {
				t.Errorf("the run after: %s, held %v", rep.Summary(), rep.Held)
			}
		})
	}
}

// live counts the records by kind and the rows of the tables.
func live(t *testing.T, s *indexer.Service) map[string]int {
	t.Helper()
	out, err := s.Store().Counts(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, state := range s.State().Tables.Tables() {
		out["rows of "+state.Ref.String()] = state.Current().Rows
	}
	return out
}

func TestALeaveToRemoveIsForOneRun(t *testing.T) {
	src := t.TempDir()
	write(t, src, map[string]string{"diem/datapackage.json": placesPackage, "diem/diem.csv": places(10, 0)})
	s := open(t, t.TempDir(), indexer.Options{NoEmbedded: true, NoTables: true, Packages: []string{src}})
	defer s.Close()
	s.AllowRemoval()
	ingest(t, s)
	write(t, src, map[string]string{"diem/diem.csv": places(3, 0)})
	if rep := ingest(t, s); len(rep.Held) != 1 {
		t.Errorf("the leave of the run before still holds: %s", rep.Summary())
	}
}

// A row that is refused now takes what was published of it along, record and row of the
// table, and counts as a removal: too many of them hold the source back, whatever stage
// refuses them.
func TestWhatIsRefusedNowIsPublishedNowhereAndCountsAsRemoved(t *testing.T) {
	const descriptor = `{"name":"p","title":"P","licenses":[{"name":"CC-BY-4.0"}],"resources":[
{"name":"so","path":"so.csv","schema":{"fields":[{"name":"id"},{"name":"n","type":"integer"}]}},
{"name":"xa","path":"xa.csv"},
{"name":"diem","path":"diem.csv","schema":{"fields":[{"name":"id"},{"name":"n","type":"integer"},{"name":"xa"}],"foreignKeys":[{"fields":"xa","reference":{"resource":"xa","fields":"xa"}}]},
 "honglinh":{"kind":"place","id":"id","title":{"vi":"id"}}}]}`
	rows := func(n, bad int) string {
		b := "id,n,xa\n"
		for i := range n {
			value := strconv.Itoa(i)
			if i < bad {
				value = "x"
			}
			b += "p" + strconv.Itoa(i) + "," + value + ",a" + strconv.Itoa(i/5) + "\n"
		}
		return b
	}
	table := func(n, bad int) string {
		return strings.NewReplacer("id,n,xa", "id,n", ",a0", "", ",a1", "", ",a2", "", ",a3", "").Replace(rows(n, bad))
	}
	all := "xa\na0\na1\na2\na3\n"
	for _, c := range []struct {
		sentence        string
		so, xa, diem    string
		held            []indexer.Held
		removed, places int
	}{
		{"a few", table(20, 2), all, rows(20, 3), nil, 3, 17},
		{"a quarter of the records", table(20, 0), all, rows(20, 5), []indexer.Held{{Source: "p", Removed: 5, Of: 21, Thinned: []string{"diem"}}}, 0, 20},
		{"a quarter of the rows of a table without records", table(20, 5), all, rows(20, 0), []indexer.Held{{Source: "p", Of: 21, Thinned: []string{"so"}}}, 0, 20},
		{"all rows of a table without records", table(20, 20), all, rows(20, 0), []indexer.Held{{Source: "p", Of: 21, Emptied: []string{"so"}}}, 0, 20},
		{"a quarter of the records, which refer to a row that is gone", table(20, 0), "xa\na1\na2\na3\n", rows(20, 0), []indexer.Held{{Source: "p", Removed: 5, Of: 21, Thinned: []string{"diem"}}}, 0, 20},
		{"a row without its id", table(20, 0), all, strings.Replace(rows(20, 0), "\np7,", "\n,", 1), nil, 1, 19},
	} {
		t.Run(c.sentence, func(t *testing.T) {
			src := t.TempDir()
			write(t, src, map[string]string{"p/datapackage.json": descriptor, "p/so.csv": table(20, 0), "p/xa.csv": all, "p/diem.csv": rows(20, 0)})
			s := open(t, t.TempDir(), indexer.Options{NoEmbedded: true, Packages: []string{src}})
			defer s.Close()
			if rep := ingest(t, s); len(rep.Refused) > 0 {
				t.Fatal(rep.Refused)
			}
			write(t, src, map[string]string{"p/so.csv": c.so, "p/xa.csv": c.xa, "p/diem.csv": c.diem})
			rep := ingest(t, s)
			if diff := cmp.Diff(c.held, rep.Held); diff != "" || rep.Removed != c.removed {
				t.Errorf("%s; held (-want +got):\n%s\nrefused %v", rep.Summary(), diff, rep.Refused)
			}
			if got := live(t, s); got["place"] != c.places || got["rows of p/diem"] != c.places {
				t.Errorf("got %v, want %d records and rows", got, c.places)
			}
			said := 0
			for _, w := range rep.Warnings {
				if w.Code == "refused-removed" {
					said++
				}
			}
			if c.sentence == "a few" && said != c.removed {
				t.Errorf("%d of %d removals of refused rows are told: %v", said, c.removed, rep.Warnings)
			}
			s.AllowRemoval()
			if rep := ingest(t, s); len(rep.Held) > 0 {
				t.Errorf("with leave: %v", rep.Held)
			}
			if rep := ingest(t, s); rep.Removed > 0 || rep.Changed > 0 {
				t.Errorf("the run after: %s", rep.Summary())
			}
		})
	}
}
