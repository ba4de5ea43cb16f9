package backup

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"honglinh/catalog"
	"honglinh/catalog/text"
	"honglinh/datasets/files"
	"honglinh/datasets/files/byaddress"
)

// attempts is how often a copy is begun again because a run published meanwhile.
const attempts = 5

// Options say what is backed up and where to.
type Options struct {
	// Data is the data folder; whoever serves it goes on.
	Data string
	// Out is the new file of the public part, or its address (see package byaddress); the
	// private one stands beside it under PrivateName.
	Out string
	// Files is the address at which the tables' versions and the photos are kept; "" is
	// the data folder.
	Files string
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
	name, rest := out, ""
	if i := strings.IndexByte(out, '?'); i >= 0 && byaddress.Outside(out) {
		name, rest = out[:i], out[i:]
	}
	ext := path.Ext(name)
	return strings.TrimSuffix(name, ext) + ".private" + ext + rest
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
		m, err := manifestOf(ctx, o.Since)
		if err != nil {
			return Taken{}, err
		}
		earlier = m
		if m.Part != Public {
			return Taken{}, fault(o.Since, "đây là phần riêng tư: hãy nêu tệp phần công khai", "this is the private part: name the file of the public one")
		}
	}
	kept, err := o.kept(ctx)
	if err != nil {
		return Taken{}, err
	}
	for _, f := range []string{o.Out, PrivateName(o.Out)} {
		switch there, err := exists(ctx, f); {
		case err != nil:
			return Taken{}, err
		case there:
			return Taken{}, fault(f, "tệp đã có: hãy chọn tên khác", "the file exists: choose another name")
		}
	}
	beside := filepath.Dir(o.Out)
	if byaddress.Outside(o.Out) {
		beside = o.Data
	}
	work, err := os.MkdirTemp(beside, ".backup-*")
	if err != nil {
		return Taken{}, fmt.Errorf("backup: %w", err)
	}
	defer os.RemoveAll(work)
	for range attempts {
		t := &taking{Options: o, kept: kept, work: work, earlier: earlier}
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
	kept    map[string]files.Store // parts that are kept elsewhere
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
	elsewhere, err := t.elsewhere(ctx, byaddress.Tables)
	if err != nil {
		return Taken{}, err
	}
	w, err := create(filepath.Join(t.work, "public"), Manifest{Part: Public, Program: t.Program, Made: t.Now().UTC(), Seq: seq, Since: t.earlier.ID}, t.earlier)
	if err != nil {
		return Taken{}, err
	}
	defer w.abandon()
	if err := w.add(ctx, public, local(records)); err != nil {
		return Taken{}, err
	}
	for _, name := range names {
		elsewhere = append(elsewhere, content{name, local(filepath.Join(t.Data, filepath.FromSlash(name)))})
	}
	for _, c := range elsewhere {
		if err := w.add(ctx, c.name, c.open); errors.Is(err, fs.ErrNotExist) {
			return Taken{}, errMoved
		} else if err != nil {
			return Taken{}, err
		}
	}
	if _, after, err := t.Stores.State(ctx, t.Data); err != nil || string(before) != string(after) {
		return Taken{}, errors.Join(err, errMoved)
	}
	taken := Taken{Files: len(w.Files), Added: w.added, Seq: seq}
	if taken.Bytes, err = w.finish(ctx, t.Out, 0o644); err != nil {
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
		if err := w.add(ctx, name, local(people)); err != nil {
			return 0, err
		}
	}
	if err := t.pictures(ctx, w); err != nil {
		return 0, err
	}
	if t.Settings != "" {
		if err := w.add(ctx, settingsName, local(t.Settings)); err != nil {
			return 0, err
		}
	}
	return w.finish(ctx, PrivateName(t.Out), 0o600)
}

// pictures adds the photo library: what was sent says more than readers get, so it goes
// into the private part. Pictures are put before the private store names them
// and never change, so that what the copy of the store names is there.
func (t *taking) pictures(ctx context.Context, w *writer) error {
	elsewhere, err := t.elsewhere(ctx, byaddress.Pictures)
	if err != nil {
		return err
	}
	for _, c := range elsewhere {
		if err := w.add(ctx, c.name, c.open); err != nil {
			return err
		}
	}
	err = fs.WalkDir(os.DirFS(t.Data), byaddress.Pictures, func(p string, d fs.DirEntry, err error) error {
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
			return w.add(ctx, p, local(filepath.Join(t.Data, filepath.FromSlash(p))))
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
		case p == "index" || p == byaddress.Pictures || p != "." && strings.HasPrefix(base, "."):
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
