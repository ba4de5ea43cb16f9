package sqlite

import (
	"database/sql"
	"testing"
	"time"

	"honglinh/catalog"
	"honglinh/catalog/store"
	"honglinh/catalog/store/storetest"
)

func TestTheSuite(t *testing.T) {
	storetest.Run(t, func(t testing.TB) storetest.Rig {
		dir := t.TempDir()
		return storetest.Rig{
			Open:       func(t testing.TB, now func() time.Time) store.Store { return openIn(t, dir, now) },
			OpenReader: func(t testing.TB) store.Reader { return readIn(t, dir) },
			Crash:      func(t testing.TB, s store.Store) { leave(t, s.(*Store).write, s.(*Store).read) },
			Spoil:      func(t testing.TB, s store.Store, harm storetest.Harm, id string) { spoil(t, s.(*Store), harm, id) },
			Occupy:     func(t testing.TB) func() { return occupy(t, pathIn(dir, records().file)) },
			Replica: func(t testing.TB) store.Replica {
				s := openIn(t, t.TempDir(), nil)
				t.Cleanup(func() { _ = s.Close() })
				return s
			},
		}
	})
}

func openIn(t testing.TB, dir string, now func() time.Time) *Store {
	t.Helper()
	s, err := Open(t.Context(), dir, Options{Now: now})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func readIn(t testing.TB, dir string) *Reader {
	t.Helper()
	r, err := OpenReader(t.Context(), dir)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// leave closes the connections to a file without folding the log into it. (The
// death of a real process is tested by package indexer, with SIGKILL.)
func leave(t testing.TB, pools ...*sql.DB) {
	t.Helper()
	var name, path string
	var n int
	if err := pools[0].QueryRow("PRAGMA database_list").Scan(&n, &name, &path); err != nil {
		t.Fatal(err)
	}
	last := pool(path, "mode=ro") // the last connection to go would fold it
	if err := last.Ping(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = last.Close() })
	for _, db := range pools {
		if err := db.Close(); err != nil {
			t.Fatal(err)
		}
	}
}

func spoil(t testing.TB, s *Store, harm storetest.Harm, id string) {
	t.Helper()
	newest := "seq = (SELECT max(seq) FROM version WHERE id = ?1)"
	sql := map[storetest.Harm]string{
		storetest.RewrittenBody: "UPDATE version SET body = x'7b7d' WHERE " + newest,
		storetest.BrokenBody:    "UPDATE version SET body = x'7b' WHERE " + newest,
		storetest.OldPointer:    "UPDATE current SET seq = (SELECT min(seq) FROM version WHERE id = ?1) WHERE id = ?1",
		storetest.LostPointer:   "DELETE FROM current WHERE id = ?1",
	}[harm]
	if res, err := s.write.Exec(sql, id); err != nil {
		t.Fatal(err)
	} else if n, _ := res.RowsAffected(); n != 1 {
		t.Fatalf("harm %d changed %d rows", harm, n)
	}
}

// occupy writes to a file from another connection until it is freed.
func occupy(t testing.TB, path string) (free func()) {
	t.Helper()
	db := pool(path, "_txlock=immediate")
	tx, err := db.Begin()
	if err != nil {
		t.Fatal(err)
	}
	return func() {
		if err := tx.Rollback(); err != nil {
			t.Error(err)
		}
		_ = db.Close()
	}
}

func TestAFolderWithoutAStoreIsSaid(t *testing.T) {
	if _, err := OpenReader(t.Context(), t.TempDir()); catalog.KindOf(err) != catalog.NotFound {
		t.Errorf("no store: got %v, want NotFound", err)
	}
}
