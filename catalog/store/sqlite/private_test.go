package sqlite

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"
	"time"

	"honglinh/catalog"
	"honglinh/catalog/store/private"
	"honglinh/catalog/store/privatetest"
)

func TestThePrivateSuite(t *testing.T) {
	privatetest.Run(t, func(t testing.TB) privatetest.Rig {
		dir := t.TempDir()
		return privatetest.Rig{
			Open:       func(t testing.TB, now func() time.Time) private.Store { return openPrivate(t, dir, now) },
			OpenReader: func(t testing.TB, now func() time.Time) private.Reader { return readPrivate(t, dir, now) },
			Crash: func(t testing.TB, s private.Store) {
				p := s.(*Private)
				leave(t, p.write, p.read)
			},
			Occupy:  func(t testing.TB) func() { return occupy(t, pathIn(dir, people().file)) },
			Replace: func(t testing.TB, s private.Store, e private.Entry) { replaceEntry(t, s.(*Private), e) },
			Drop: func(t testing.TB, s private.Store, seq int64) {
				alter(t, s.(*Private), "DELETE FROM entry WHERE seq = ?", seq)
			},
			Holds: func(t testing.TB, secret string) bool { return holds(t, dir, secret) },
		}
	})
}

func openPrivate(t testing.TB, dir string, now func() time.Time) *Private {
	t.Helper()
	p, err := OpenPrivate(t.Context(), dir, Options{Now: now})
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func readPrivate(t testing.TB, dir string, now func() time.Time) *PrivateReader {
	t.Helper()
	r, err := OpenPrivateReader(t.Context(), dir, Options{Now: now})
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func alter(t testing.TB, p *Private, sql string, args ...any) {
	t.Helper()
	if _, err := p.write.Exec(sql, args...); err != nil {
		t.Fatal(err)
	}
}

func replaceEntry(t testing.TB, p *Private, e private.Entry) {
	t.Helper()
	alter(t, p, `INSERT OR REPLACE INTO entry (seq, at, role, action, target, edition, subject, personal, salt, digest, hash)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`, e.Seq, e.At.UnixMicro(), e.Role, e.Action, e.Target, e.Edition,
		e.Subject, []byte(e.Personal), e.Salt, e.Digest[:], e.Hash[:])
}

// holds reports whether the bytes are in any file of the folder.
func holds(t testing.TB, dir, secret string) bool {
	t.Helper()
	files, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		b, err := os.ReadFile(filepath.Join(dir, f.Name()))
		if err != nil {
			t.Fatal(err)
		}
		if bytes.Contains(b, []byte(secret)) {
			return true
		}
	}
	return false
}

func TestTheSecretOfTheSuiteIsSeenBeforeItIsForgotten(t *testing.T) {
	dir := t.TempDir()
	p := openPrivate(t, dir, nil)
	defer p.Close()
	err := p.Write(t.Context(), func(tx private.Tx) error {
		_, err := tx.Save(t.Context(), private.Document{Collection: "drafts", ID: "1", Body: []byte(`"Bí Mật"`)})
		return err
	})
	if err != nil || !holds(t, dir, "Bí Mật") {
		t.Errorf("%v; what is kept does not hold what was written", err)
	}
}

func TestThePrivateStoreIsForItsUserAlone(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "private.sqlite")
	if err := os.WriteFile(path, nil, 0o644); err != nil { // somebody made it for all
		t.Fatal(err)
	}
	p := openPrivate(t, dir, nil)
	defer p.Close()
	err := p.Write(t.Context(), func(tx private.Tx) error {
		_, err := tx.Append(t.Context(), private.Entry{Role: "program", Action: "begin", Target: "desk"})
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	files, err := filepath.Glob(path + "*")
	if err != nil || len(files) < 2 {
		t.Fatalf("files %v, %v", files, err)
	}
	for _, f := range files {
		info, err := os.Stat(f)
		if err != nil || info.Mode().Perm() != 0o600 {
			t.Errorf("%s has mode %v, %v, want 0600", f, info.Mode(), err)
		}
	}
}

func TestAFolderWithoutAPrivateStoreIsSaid(t *testing.T) {
	if _, err := OpenPrivateReader(t.Context(), t.TempDir(), Options{}); catalog.KindOf(err) != catalog.NotFound {
		t.Errorf("got %v, want NotFound", err)
	}
}
