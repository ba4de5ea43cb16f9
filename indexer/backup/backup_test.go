package backup_test

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"honglinh/catalog"
	"honglinh/catalog/store/private"
	"honglinh/catalog/store/sqlite"
	"honglinh/indexer"
	"honglinh/indexer/backup"
)

func now() time.Time { return time.Date(2026, 11, 30, 8, 0, 0, 0, time.UTC) }

// writePlaces writes a package of places, a row each.
func writePlaces(t *testing.T, dir string, names ...string) {
	t.Helper()
	folder := filepath.Join(dir, "packages", "cho")
	if err := os.MkdirAll(folder, 0o755); err != nil {
		t.Fatal(err)
	}
	rows := "ma,ten\n"
	for _, n := range names {
		rows += n + ",Chợ " + n + "\n"
	}
	descriptor := `{"name":"cho","licenses":[{"name":"CC-BY-4.0"}],"resources":[{"name":"cho","path":"cho.csv","schema":{"fields":[{"name":"ma","type":"string"},{"name":"ten","type":"string"}]},
		"honglinh":{"kind":"place","id":"ma","title":{"vi":"ten"}}}]}`
	if err := errors.Join(os.WriteFile(filepath.Join(folder, "cho.csv"), []byte(rows), 0o644), os.WriteFile(filepath.Join(folder, "datapackage.json"), []byte(descriptor), 0o644)); err != nil {
		t.Fatal(err)
	}
}

func ingest(t *testing.T, dir, data string) (added, changed int) {
	t.Helper()
	s, err := indexer.Open(t.Context(), indexer.Options{Data: data, NoEmbedded: true, Packages: []string{filepath.Join(dir, "packages")}})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	rep, err := s.Ingest(t.Context())
	if err != nil || len(rep.Refused) > 0 {
		t.Fatalf("ingest: %v, %v", err, rep.Refused)
	}
	return rep.Added, rep.Changed
}

func options(data, out string) backup.Options {
	return backup.Options{Data: data, Out: out, Stores: indexer.Stores{}, Program: "test", Now: now}
}

func take(t *testing.T, o backup.Options) backup.Taken {
	t.Helper()
	done, err := backup.Take(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	return done
}

// keepSecret writes a document into the private store of a data folder.
func keepSecret(t *testing.T, data, secret string) {
	t.Helper()
	p, err := sqlite.OpenPrivate(t.Context(), data, sqlite.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer p.Close()
	err = p.Write(t.Context(), func(tx private.Tx) error {
		_, err := tx.Save(t.Context(), private.Document{Collection: "enquiries", ID: "1", Body: []byte(`{"question":"` + secret + `"}`)})
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

// versions counts the versions of a record in a data folder.
func versions(t *testing.T, data, id string) int {
	t.Helper()
	r, err := sqlite.OpenReader(t.Context(), data)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	all, err := r.Versions(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	return len(all)
}

func TestABackupComesBackWithItsHistory(t *testing.T) {
	dir := t.TempDir()
	data, whole, later := filepath.Join(dir, "data"), filepath.Join(dir, "whole.zip"), filepath.Join(dir, "later.zip")
	writePlaces(t, dir, "do", "vot", "lam")
	ingest(t, dir, data)
	keepSecret(t, data, "giá thuê đất")
	settings := filepath.Join(dir, "honglinh.yaml")
	if err := os.WriteFile(settings, []byte("admin-token: abc\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	first := options(data, whole)
	first.Settings = settings
	if got := take(t, first); got.Added != got.Files || got.Files < 4 {
		t.Errorf("the first backup holds %+v, want every file", got)
	}
	writePlaces(t, dir, "do", "vot", "mới")
	ingest(t, dir, data)
	second := options(data, later)
	second.Since, second.Now = whole, func() time.Time { return now().Add(time.Hour) }
	if got := take(t, second); got.Added == 0 || got.Added == got.Files {
		t.Errorf("the second backup holds %+v, want what is new and no more", got)
	}

	back := filepath.Join(dir, "back")
	done, err := backup.Restore(t.Context(), []string{later, backup.PrivateName(whole), whole}, back)
	if err != nil {
		t.Fatal(err)
	}
	if !done.Private || done.Files < 6 {
		t.Errorf("put back %+v", done)
	}
	if got, want := versions(t, back, "place/lam"), versions(t, data, "place/lam"); got != want || want != 2 {
		t.Errorf("place/lam has %d versions, want %d", got, want)
	}
	if added, changed := ingest(t, dir, back); added+changed > 0 {
		t.Errorf("the next run over the same input adds %d and changes %d", added, changed)
	}
	found, err := indexer.Check(t.Context(), indexer.Options{Data: back, Now: now})
	for _, f := range found {
		if f.Grade == indexer.Damage {
			t.Errorf("damage: %+v", f)
		}
	}
	if err != nil {
		t.Error(err)
	}
	for _, name := range []string{"private.sqlite", "settings.yaml"} {
		if info, err := os.Stat(filepath.Join(back, name)); err != nil || info.Mode().Perm() != 0o600 {
			t.Errorf("%s: %v, %v; want it for its owner only", name, info, err)
		}
	}
}

func TestThePublicPartHoldsNothingOfPeople(t *testing.T) {
	dir := t.TempDir()
	data, out := filepath.Join(dir, "data"), filepath.Join(dir, "b.zip")
	writePlaces(t, dir, "do")
	ingest(t, dir, data)
	keepSecret(t, data, "cau-hoi-rieng")
	take(t, options(data, out))
	if _, err := backup.Restore(t.Context(), []string{out}, filepath.Join(dir, "back")); err != nil {
		t.Fatal(err)
	}
	err := filepath.Walk(filepath.Join(dir, "back"), func(p string, info os.FileInfo, err error) error {
		if err != nil || info.IsDir() {
			return err
		}
		b, err := os.ReadFile(p)
		if bytes.Contains(b, []byte("cau-hoi-rieng")) || strings.Contains(p, "private") {
			t.Errorf("%s is of the private store", p)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if info, err := os.Stat(backup.PrivateName(out)); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("the private part: %v, %v; want a file for its owner only", info, err)
	}
}

func TestWhatIsNotWholeIsRefusedByName(t *testing.T) {
	dir := t.TempDir()
	data, out, later := filepath.Join(dir, "data"), filepath.Join(dir, "b.zip"), filepath.Join(dir, "later.zip")
	writePlaces(t, dir, "do", "vot")
	ingest(t, dir, data)
	take(t, options(data, out))
	second := options(data, later)
	second.Since = out
	take(t, second)
	whole, err := os.ReadFile(out)
	if err != nil {
		t.Fatal(err)
	}
	spoilt := bytes.Clone(whole)
	copy(spoilt[len(spoilt)/3:], "XXXXXXXXXXXXXXXX")
	for name, b := range map[string][]byte{"spoilt.zip": spoilt, "cut.zip": whole[:len(whole)/2], "text.zip": []byte("not a backup")} {
		if err := os.WriteFile(filepath.Join(dir, name), b, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	tests := []struct {
		name string
		from []string
		want string
	}{
		{"a byte was changed", []string{"spoilt.zip"}, "spoilt.zip: the backup is damaged"},
		{"its end is missing", []string{"cut.zip"}, "not whole"},
		{"it is another file", []string{"text.zip"}, "no ZIP file"},
		{"the earlier backup is missing", []string{"later.zip"}, "add --from with that file"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var from []string
			for _, f := range tt.from {
				from = append(from, filepath.Join(dir, f))
			}
			back := filepath.Join(dir, "back")
			for op, fn := range map[string]func() error{
				"restore": func() error { _, err := backup.Restore(t.Context(), from, back); return err },
				"verify":  func() error { _, err := backup.Verify(t.Context(), from); return err },
			} {
				if err := fn(); catalog.KindOf(err) != catalog.Invalid || !strings.Contains(err.Error(), tt.want) {
					t.Errorf("%s: %v, want Invalid with %q", op, err, tt.want)
				}
			}
			if _, err := os.Stat(back); !errors.Is(err, os.ErrNotExist) {
				t.Errorf("something was put back: %v", err)
			}
			if left, _ := filepath.Glob(filepath.Join(dir, ".restore-*")); len(left) > 0 {
				t.Errorf("left behind: %v", left)
			}
		})
	}
}

func TestABackupReplacesNothing(t *testing.T) {
	dir := t.TempDir()
	data, out := filepath.Join(dir, "data"), filepath.Join(dir, "b.zip")
	writePlaces(t, dir, "do")
	ingest(t, dir, data)
	take(t, options(data, out))
	if _, err := backup.Take(t.Context(), options(data, out)); catalog.KindOf(err) != catalog.Invalid {
		t.Errorf("a second backup under the name: %v, want Invalid", err)
	}
	if _, err := backup.Restore(t.Context(), []string{out}, data); catalog.KindOf(err) != catalog.Invalid {
		t.Errorf("into a folder with content: %v, want Invalid", err)
	}
}

func TestARunThatPublishesMeanwhileIsWaitedFor(t *testing.T) {
	dir := t.TempDir()
	data := filepath.Join(dir, "data")
	writePlaces(t, dir, "do")
	ingest(t, dir, data)
	overtaken := &moving{times: 1}
	o := options(data, filepath.Join(dir, "b.zip"))
	o.Stores = overtaken
	take(t, o)
	if overtaken.asked != 4 {
		t.Errorf("the publication was asked for %d times, want 4: two attempts", overtaken.asked)
	}
	o.Out, o.Stores = filepath.Join(dir, "never.zip"), &moving{times: 1000}
	if _, err := backup.Take(t.Context(), o); catalog.KindOf(err) != catalog.Busy {
		t.Errorf("when each attempt is overtaken: %v, want Busy", err)
	}
	if left, _ := filepath.Glob(filepath.Join(dir, ".backup-*")); len(left) > 0 {
		t.Errorf("left behind: %v", left)
	}
}

// moving are stores where a run publishes during each of the first attempts.
type moving struct {
	indexer.Stores
	asked, times int
}

func (m *moving) State(ctx context.Context, folder string) (int64, []byte, error) {
	m.asked++
	seq, published, err := m.Stores.State(ctx, folder)
	if m.asked%2 == 0 && m.asked <= 2*m.times {
		published = []byte("another publication")
	}
	return seq, published, err
}
