package backup

import (
	"archive/zip"
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"honglinh/catalog"
	"honglinh/catalog/text"
)

// attempts is how often a copy is begun again because a run published meanwhile.
const attempts = 5

// Options say what is backed up and where to.
type Options struct {
	// Data is the data folder; whoever serves it goes on.
	Data string
	// Out is the new file of the public part; the private one stands beside it under
	// PrivateName.
	Out string
	// Since is an earlier backup whose files are not copied again; "" for a whole one.
	Since string
	// Settings is the YAML file of settings, kept in the private part; "" for none.
	Settings string
	Stores   Stores
	Program  string
	Now      func() time.Time
}

// Stores are the record of truth and the private store of a data folder, each a
// file in it.
type Stores interface {
	// Names are their files.
	Names() (public, private string)
	// Copy and CopyPrivate write the one or the other of the folder into the new file
	// dest, as it stands at one instant. Fault: NotFound where there is none.
	Copy(ctx context.Context, folder, dest string) error
	CopyPrivate(ctx context.Context, folder, dest string) error
	// State returns the last change of the records in the folder, and what tells one
	// publication from the next: while that stays, no file that the records refer to
	// is taken away.
	State(ctx context.Context, folder string) (seq int64, published []byte, err error)
}

// PrivateName is the file of the private part beside that of the public one:
// monday.zip and monday.private.zip.
func PrivateName(out string) string {
	ext := filepath.Ext(out)
	return strings.TrimSuffix(out, ext) + ".private" + ext
}

// Taken says what Take wrote.
type Taken struct {
	Files int   // of the data folder
	Added int   // of them in this backup and not in an earlier one
	Bytes int64 // of both files of the backup
	Seq   int64 // the last change in it
}

// Take writes a backup. Both files are there whole or not at all; one that exists is
// left alone. Faults: NotFound for a folder without a catalogue, Invalid for a file
// that exists or an earlier backup that is none, Busy where runs publish faster than
// their files can be copied.
func Take(ctx context.Context, o Options) (Taken, error) {
	var earlier Manifest
	if o.Since != "" {
		m, err := manifestOf(o.Since)
		if err != nil {
			return Taken{}, err
		}
		earlier = m
		if m.Part != Public {
			return Taken{}, fault(o.Since, "đây là phần riêng tư: hãy nêu tệp phần công khai", "this is the private part: name the file of the public one")
		}
	}
	for _, f := range []string{o.Out, PrivateName(o.Out)} {
		if _, err := os.Lstat(f); err == nil {
			return Taken{}, fault(f, "tệp đã có: hãy chọn tên khác", "the file exists: choose another name")
		}
	}
	work, err := os.MkdirTemp(filepath.Dir(o.Out), ".backup-*")
	if err != nil {
		return Taken{}, fmt.Errorf("backup: %w", err)
	}
	defer os.RemoveAll(work)
	for range attempts {
		t := &taking{Options: o, work: work, earlier: earlier}
		taken, err := t.whole(ctx)
		if !errors.Is(err, errMoved) {
			return taken, err
		}
	}
	return Taken{}, &catalog.Fault{Kind: catalog.Busy, Where: o.Data, Detail: text.New("nội dung đang được thay mới nhanh hơn tốc độ sao chép: hãy thử lại sau khi lượt nạp kết thúc", "content is replaced faster than it can be copied: try again when the run has ended")}
}

// errMoved is for files that went while they were copied.
var errMoved = errors.New("a run published meanwhile")

// taking is one attempt.
type taking struct {
	Options
	work    string
	earlier Manifest
}

func (t *taking) whole(ctx context.Context) (Taken, error) {
	public, private := t.Stores.Names()
	records := filepath.Join(t.work, public)
	_ = os.Remove(records)
	if err := t.Stores.Copy(ctx, t.Data, records); err != nil {
		return Taken{}, err
	}
	seq, before, err := t.Stores.State(ctx, t.work)
	if err != nil {
		return Taken{}, err
	}
	names, err := contents(t.Data, public, private)
	if err != nil {
		return Taken{}, err
	}
	w, err := create(filepath.Join(t.work, "public"), Manifest{Part: Public, Program: t.Program, Made: t.Now().UTC(), Seq: seq, Since: t.earlier.ID}, t.earlier)
	if err != nil {
		return Taken{}, err
	}
	defer w.abandon()
	if err := w.add(ctx, public, records); err != nil {
		return Taken{}, err
	}
	for _, name := range names {
		if err := w.add(ctx, name, filepath.Join(t.Data, filepath.FromSlash(name))); err != nil {
			if errors.Is(err, fs.ErrNotExist) {
				return Taken{}, errMoved
			}
			return Taken{}, err
		}
	}
	if _, after, err := t.Stores.State(ctx, t.Data); err != nil || string(before) != string(after) {
		return Taken{}, errors.Join(err, errMoved)
	}
	taken := Taken{Files: len(w.Files), Added: w.added, Seq: seq}
	if taken.Bytes, err = w.finish(t.Out, 0o644); err != nil {
		return Taken{}, err
	}
	more, err := t.private(ctx, private)
	taken.Bytes += more
	return taken, err
}

// private writes the private part; there is none without a private store and settings.
func (t *taking) private(ctx context.Context, name string) (int64, error) {
	people := filepath.Join(t.work, name)
	_ = os.Remove(people)
	err := t.Stores.CopyPrivate(ctx, t.Data, people)
	none := catalog.KindOf(err) == catalog.NotFound
	if err != nil && !none {
		return 0, err
	}
	if none && t.Settings == "" {
		return 0, nil
	}
	w, err := create(filepath.Join(t.work, "private"), Manifest{Part: Private, Program: t.Program, Made: t.Now().UTC()}, Manifest{})
	if err != nil {
		return 0, err
	}
	defer w.abandon()
	if !none {
		if err := w.add(ctx, name, people); err != nil {
			return 0, err
		}
	}
	if err := t.pictures(ctx, w); err != nil {
		return 0, err
	}
	if t.Settings != "" {
		if err := w.add(ctx, settingsName, t.Settings); err != nil {
			return 0, err
		}
	}
	return w.finish(PrivateName(t.Out), 0o600)
}

// Pictures is the folder of the photo library in a data folder: what was sent says more
// than readers get, so it goes into the private part.
const Pictures = "pictures"

// pictures adds the photo library. Pictures are put before the private store names them
// and never change, so that what the copy of the store names is there.
func (t *taking) pictures(ctx context.Context, w *writer) error {
	err := fs.WalkDir(os.DirFS(t.Data), Pictures, func(p string, d fs.DirEntry, err error) error {
		switch {
		case errors.Is(err, fs.ErrNotExist):
			return nil
		case err != nil:
			return err
		case strings.HasPrefix(path.Base(p), "."):
			if d.IsDir() {
				return fs.SkipDir
			}
		case d.Type().IsRegular():
			return w.add(ctx, p, filepath.Join(t.Data, filepath.FromSlash(p)))
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("backup: pictures: %w", err)
	}
	return nil
}

// settingsName is the file of settings in a backup, and in a folder put back.
const settingsName = "settings.yaml"

// contents lists the files of a data folder that a backup holds, those that say
// what is there before what they speak of. Caches, locks, half-written files and
// the stores themselves are left out.
func contents(data, public, private string) ([]string, error) {
	var states, rest []string
	err := fs.WalkDir(os.DirFS(data), ".", func(p string, d fs.DirEntry, err error) error {
		switch base := path.Base(p); {
		case err != nil:
			return err
		case p == "index" || p == Pictures || p != "." && strings.HasPrefix(base, "."):
			if d.IsDir() {
				return fs.SkipDir
			}
		case !d.Type().IsRegular(), p == "lock", strings.HasPrefix(p, public), strings.HasPrefix(p, private), p == settingsName:
		case base == "state.json":
			states = append(states, p)
		default:
			rest = append(rest, p)
		}
		return nil
	})
	if errors.Is(err, fs.ErrNotExist) {
		return nil, errMoved
	}
	return slices.Concat(states, rest), err
}

// writer writes one file of a backup.
type writer struct {
	Manifest
	file  *os.File
	zip   *zip.Writer
	known map[string]File // of the earlier backup, by name
	added int
}

func create(name string, m Manifest, earlier Manifest) (*writer, error) {
	id := make([]byte, 12)
	_, _ = rand.Read(id) // never fails
	m.Format, m.ID = Format, hex.EncodeToString(id)
	f, err := os.OpenFile(name, os.O_RDWR|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return nil, fmt.Errorf("backup: %w", err)
	}
	w := &writer{Manifest: m, file: f, zip: zip.NewWriter(f), known: map[string]File{}}
	for _, f := range earlier.Files {
		w.known[f.Name] = f
	}
	return w, nil
}

// add puts the file at from in under the name, unless the earlier backup has it.
func (w *writer) add(ctx context.Context, name, from string) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	f, err := os.Open(from)
	if err != nil {
		return fmt.Errorf("backup: %w", err)
	}
	defer f.Close()
	if old, ok := w.known[name]; ok {
		size, sum, err := digest(io.Discard, f)
		if err != nil {
			return fmt.Errorf("backup: %s: %w", name, err)
		}
		if size == old.Size && sum == old.SHA256 {
			w.Files = append(w.Files, old)
			return nil
		}
		if _, err := f.Seek(0, io.SeekStart); err != nil {
			return fmt.Errorf("backup: %s: %w", name, err)
		}
	}
	entry, err := w.zip.CreateHeader(&zip.FileHeader{Name: contentFolder + name, Method: method(name), Modified: w.Made})
	if err != nil {
		return fmt.Errorf("backup: %w", err)
	}
	size, sum, err := digest(entry, f)
	if err != nil {
		return fmt.Errorf("backup: %s: %w", name, err)
	}
	w.Files, w.added = append(w.Files, File{Name: name, Size: size, SHA256: sum, In: w.ID}), w.added+1
	return nil
}

// method leaves alone what is compressed already.
func method(name string) uint16 {
	switch strings.ToLower(path.Ext(name)) {
	case ".parquet", ".zip", ".gz", ".xlsx", ".jpg", ".jpeg", ".png", ".webp", ".gpkg", ".pmtiles":
		return zip.Store
	}
	return zip.Deflate
}

// digest copies and returns how many bytes and their SHA-256.
func digest(w io.Writer, r io.Reader) (int64, string, error) {
	h := sha256.New()
	n, err := io.Copy(io.MultiWriter(w, h), r)
	return n, hex.EncodeToString(h.Sum(nil)), err
}

// finish ends the file with its manifest and gives it its name, whole and synced.
func (w *writer) finish(name string, mode fs.FileMode) (int64, error) {
	entry, err := w.zip.Create(manifestName)
	if err == nil {
		err = json.NewEncoder(entry).Encode(w.Manifest)
	}
	if err = errors.Join(err, w.zip.Close(), w.file.Chmod(mode), w.file.Sync()); err != nil {
		return 0, fmt.Errorf("backup: %w", err)
	}
	info, err := w.file.Stat()
	if err != nil {
		return 0, fmt.Errorf("backup: %w", err)
	}
	if err := errors.Join(w.file.Close(), os.Link(w.file.Name(), name)); err != nil { // a link never replaces
		return 0, fmt.Errorf("backup: %w", err)
	}
	return info.Size(), nil
}

// abandon drops what was not finished, and what finish gave its name already.
func (w *writer) abandon() { _ = errors.Join(w.file.Close(), os.Remove(w.file.Name())) }
