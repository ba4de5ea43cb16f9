package backup_test

import (
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"

	"honglinh/catalog"
	"honglinh/datasets/files/s3test"
	"honglinh/datasets/table"
	"honglinh/indexer"
	"honglinh/indexer/backup"
)

// open opens a data folder whose tables are kept at an address.
func open(t *testing.T, dir, data, at string) *indexer.Service {
	t.Helper()
	s, err := indexer.Open(t.Context(), indexer.Options{Data: data, NoEmbedded: true, Packages: []string{filepath.Join(dir, "packages")}, Files: at})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// run takes the packages in, and returns the versions of the table and the rows of its first.
func run(t *testing.T, dir, data, at string) (versions, rows int) {
	t.Helper()
	s := open(t, dir, data, at)
	defer s.Close()
	if rep, err := s.Ingest(t.Context()); err != nil || len(rep.Refused) > 0 {
		t.Fatalf("ingest: %v, %v", err, rep.Refused)
	}
	ref := table.Ref{Dataset: "cho", Table: "cho"}
	state, err := s.State().Tables.State(ref)
	if err != nil {
		t.Fatal(err)
	}
	got, err := s.State().Tables.Query(t.Context(), table.Query{Ref: ref, Version: state.Versions[0].Number})
	if err != nil {
		t.Fatal(err)
	}
	defer got.Close()
	for ; ; rows++ {
		row, err := got.Next(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		if row == nil {
			break
		}
	}
	return len(state.Versions), rows
}

func TestTablesKeptElsewhereGoIntoBackupsAndComeBack(t *testing.T) {
	server := "?region=us-east-1&endpoint=" + s3test.Serve(t, nil)
	at := func(prefix string) string { return "s3://" + s3test.Bucket + "/" + prefix + server }
	dir := t.TempDir()
	data := filepath.Join(dir, "data")
	writePlaces(t, dir, "do", "vot")
	if n, _ := run(t, dir, data, ""); n != 1 {
		t.Fatalf("%d versions", n)
	}
	// From here on they are kept elsewhere, the version that is there with them.
	writePlaces(t, dir, "do", "vot", "lam")
	if n, rows := run(t, dir, data, at("live")); n != 2 || rows != 2 {
		t.Errorf("%d versions, %d rows in the first", n, rows)
	}
	if err := os.RemoveAll(filepath.Join(data, "tables", "cho")); err != nil {
		t.Fatal(err)
	}
	if n, rows := run(t, dir, data, at("live")); n != 2 || rows != 2 {
		t.Errorf("without the folder's own: %d versions, %d rows in the first", n, rows)
	}
	if _, err := indexer.Open(t.Context(), indexer.Options{Data: data, NoEmbedded: true}); err == nil || !strings.Contains(err.Error(), "--files") {
		t.Errorf("opened without the address: %v", err)
	}

	first := options(data, at("copies/monday.zip"))
	if _, err := backup.Take(t.Context(), first); catalog.KindOf(err) != catalog.Invalid || !strings.Contains(err.Error(), "--files") {
		t.Errorf("a backup without them: %v", err)
	}
	first.Files = at("live")
	keepSecret(t, data, "giá thuê đất")
	if got := take(t, first); got.Added != got.Files {
		t.Errorf("the first holds %+v", got)
	}
	if _, err := backup.Take(t.Context(), first); catalog.KindOf(err) != catalog.Invalid {
		t.Errorf("it is replaced: %v", err)
	}
	writePlaces(t, dir, "do")
	run(t, dir, data, at("live"))
	second := first
	second.Out, second.Since = at("copies/tuesday.zip"), first.Out
	if got := take(t, second); got.Added == 0 || got.Added == got.Files {
		t.Errorf("the second holds %+v, want what is new", got)
	}

	back := filepath.Join(dir, "back")
	done, err := backup.Restore(t.Context(), []string{second.Out, first.Out, backup.PrivateName(second.Out)}, back)
	if err != nil || !done.Private {
		t.Fatalf("%+v, %v", done, err)
	}
	if n, rows := run(t, dir, back, at("again")); n != 3 || rows != 2 {
		t.Errorf("put back: %d versions, %d rows in the first", n, rows)
	}
	if got, want := versions(t, back, "place/lam"), 2; got != want {
		t.Errorf("place/lam has %d versions, want %d", got, want)
	}
	if _, err := backup.Verify(t.Context(), []string{at("copies/none.zip")}); catalog.KindOf(err) != catalog.Invalid {
		t.Errorf("one that is not there: %v", err)
	}
}

func TestATableWhoseVersionCannotBeKeptStaysAsItWas(t *testing.T) {
	var away atomic.Bool
	at := "s3://" + s3test.Bucket + "/live?region=us-east-1&endpoint=" + s3test.Serve(t, func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if away.Load() {
				http.Error(w, "", http.StatusForbidden) // what is refused is not asked again
				return
			}
			next.ServeHTTP(w, r)
		})
	})
	dir := t.TempDir()
	writePlaces(t, dir, "do", "vot")
	s := open(t, dir, filepath.Join(dir, "data"), at)
	defer s.Close()
	for _, tt := range []struct {
		away     bool
		versions int
	}{{false, 1}, {true, 1}, {false, 2}} {
		away.Store(tt.away)
		if tt.versions != 1 || tt.away {
			writePlaces(t, dir, "do", "vot", "lam")
		}
		if _, err := s.Ingest(t.Context()); err != nil {
			t.Fatal(err)
		}
		state, err := s.State().Tables.State(table.Ref{Dataset: "cho", Table: "cho"})
		if err != nil || len(state.Versions) != tt.versions {
			t.Fatalf("away %v: %v, %v; want %d versions", tt.away, state, err, tt.versions)
		}
		got, err := s.State().Tables.Query(t.Context(), table.Query{Ref: state.Ref})
		if err != nil {
			t.Fatalf("away %v: %v", tt.away, err)
		}
		if _, err := got.Next(t.Context()); err != nil {
			t.Fatalf("away %v: %v", tt.away, err)
		}
		if err := got.Close(); err != nil {
			t.Fatal(err)
		}
	}
}
