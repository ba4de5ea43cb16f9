package indexer_test

import (
	"os"
	"path/filepath"
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
