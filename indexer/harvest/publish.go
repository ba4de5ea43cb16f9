package harvest

import (
	"bufio"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"honglinh/catalog/vocab"
	"honglinh/indexer/harvest/journal"
)

const (
	// current is the link that leads to the packages of the last run. What it led to
	// before stays for one run, for whoever is reading it.
	current = "current"
	// form is counted up when packages are written otherwise, so that all are written anew.
	form = 2
)

// Packages returns the folders of packages of all sources in a data folder, by the
// names of the sources. Each stays as it is until the second next run of its source.
func Packages(data string) (map[string]string, error) {
	entries, err := os.ReadDir(filepath.Join(data, folderName))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	out := map[string]string{}
	for _, e := range entries {
		to, err := os.Readlink(filepath.Join(data, folderName, e.Name(), current))
		if errors.Is(err, fs.ErrNotExist) || !e.IsDir() {
			continue // it has never published
		}
		if err != nil {
			return nil, err
		}
		out[e.Name()] = filepath.Join(data, folderName, e.Name(), filepath.Base(to))
	}
	return out, nil
}

// published reports whether an entry is published: it is not gone, and nobody asked
// for its removal.
func published(e journal.Entry) bool { return !e.Gone && e.Taken == "" }

func (v *Visit) item(key string) (Item, error) {
	var it Item
	raw, err := v.store.journal.Item(key)
	if err == nil {
		err = json.Unmarshal(raw, &it)
	}
	return it, err
}

// print fingerprints what is to be published.
func (v *Visit) print() (string, error) {
	h := sha256.New()
	set := v.Source
	set.Every, set.Pace, set.AllowHosts, set.Limits = "", "", nil, Bounds{} // play no part
	if err := json.NewEncoder(h).Encode(set); err != nil {
		return "", err
	}
	fmt.Fprintln(h, form)
	for e := range v.store.journal.Entries() {
		if published(e) {
			fmt.Fprintf(h, "%s %s %s\n", e.ID, e.Sum, e.Files)
		}
	}
	return hex.EncodeToString(h.Sum(nil))[:16], nil
}

// publish writes the packages beside those of the run before, and takes these over
// at once. Nothing is written where nothing has changed.
func (v *Visit) publish(ctx context.Context) error {
	print, err := v.print()
	if err != nil {
		return err
	}
	name := "v-" + print
	before, err := os.Readlink(filepath.Join(v.store.dir, current))
	if before == name {
		return nil
	}
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	if v.report.Items == 0 && before == "" {
		return nil // nothing was ever there
	}
	used, err := v.write(ctx, name)
	if err != nil {
		return err
	}
	v.report.Written = true
	if len(v.Source.Removed) > 0 {
		before = "" // it may hold what was taken out
	}
	return errors.Join(v.swap(name), v.tidy(name, before), v.store.sweep(used))
}

// swap has the link lead to the new packages.
func (v *Visit) swap(name string) error {
	tmp := filepath.Join(v.store.dir, ".current")
	if err := os.Remove(tmp); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	if err := os.Symlink(name, tmp); err != nil {
		return err
	}
	if err := os.Rename(tmp, filepath.Join(v.store.dir, current)); err != nil {
		return err
	}
	return syncDir(v.store.dir)
}

func syncDir(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	return errors.Join(d.Sync(), d.Close())
}

// tidy removes packages but those in use and those before, and what crashes left.
func (v *Visit) tidy(keep ...string) error {
	entries, err := os.ReadDir(v.store.dir)
	if err != nil {
		return err
	}
	for _, e := range entries {
		if old := strings.HasPrefix(e.Name(), "v-") && !slices.Contains(keep, e.Name()); old || strings.HasPrefix(e.Name(), ".new-") || strings.HasPrefix(e.Name(), ".journal-") {
			if err := os.RemoveAll(filepath.Join(v.store.dir, e.Name())); err != nil {
				return err
			}
		}
	}
	return nil
}

// write writes the packages into a folder of the given name: one of records, and one
// for each dataset. It returns the blobs that are in use.
func (v *Visit) write(ctx context.Context, name string) (map[string]bool, error) {
	tmp, err := os.MkdirTemp(v.store.dir, ".new-")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(tmp)
	if err := os.Chmod(tmp, 0o755); err != nil {
		return nil, err
	}
	w := &writer{visit: v, dir: tmp, files: map[string]*rowFile{}, used: map[string]bool{}, texts: map[string]bool{}}
	for _, key := range v.store.journal.Keys() {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		e, _ := v.store.journal.Lookup(key)
		if !published(e) {
			continue
		}
		it, err := v.item(key)
		if err != nil {
			return nil, err
		}
		if err := w.item(e, it); err != nil {
			return nil, fmt.Errorf("%s: %w", key, err)
		}
	}
	if err := w.close(); err != nil {
		return nil, err
	}
	to := filepath.Join(v.store.dir, name)
	if err := os.RemoveAll(to); err != nil { // one of an earlier state, or cut off by a crash
		return nil, err
	}
	return w.used, errors.Join(os.Rename(tmp, to), syncDir(v.store.dir))
}

// writer writes the packages of one run.
type writer struct {
	visit *Visit
	dir   string
	files map[string]*rowFile // of records by kind, and of attachments
	used  map[string]bool     // blobs
	texts map[string]bool     // that are written, by their checksums
	// names are those of the packages: no two have one.
	names map[string]bool
}

// rowFile is a file of rows that is being written.
type rowFile struct {
	f   *os.File
	out *bufio.Writer
}

func (w *writer) item(e journal.Entry, it Item) error {
	if it.Dataset != nil {
		for _, t := range it.Dataset.Tables {
			w.used[t.Blob.Sum] = true
		}
	}
	for _, a := range it.Attachments {
		w.used[a.Sum] = true
	}
	switch {
	case it.Dataset != nil:
		return w.dataset(e, it)
	case w.twice(it):
		return nil
	}
	if it.Kind == "" {
		it.Kind = w.visit.Source.Kind
	}
	if err := w.row(it.Kind, w.visit.row(e, it)); err != nil {
		return err
	}
	for _, a := range it.Attachments {
		if err := w.row(attachments, a.row(e.ID)); err != nil {
			return err
		}
	}
	return nil
}

// row adds a row to a file of the package of records.
func (w *writer) row(name string, row object) error {
	f := w.files[name]
	if f == nil {
		dir := filepath.Join(w.dir, w.visit.Source.Name)
		if err := os.MkdirAll(dir, 0o755); err != nil {
			return err
		}
		out, err := os.Create(filepath.Join(dir, name+".jsonl"))
		if err != nil {
			return err
		}
		f = &rowFile{f: out, out: bufio.NewWriterSize(out, 1<<16)}
		w.files[name] = f
	}
	enc := json.NewEncoder(f.out)
	enc.SetEscapeHTML(false)
	return enc.Encode(row)
}

// twice reports whether the same item is there already: portals list one in each of
// its sections, under an address of its own, which names one as the right one or has
// the same text. What has no text of its own is never the same.
func (w *writer) twice(it Item) bool {
	sums := []string{digest([]byte("address\x00" + it.Address + "\x00" + it.Title))}
	if len(it.Body) >= shortestText {
		sums = append(sums, digest([]byte("text\x00"+it.Kind+"\x00"+it.Title+"\x00"+string(it.Date)+"\x00"+it.Body)))
	}
	for _, sum := range sums {
		if w.texts[sum] {
			return true
		}
		w.texts[sum] = true
	}
	return false
}

// shortestText is from where on two equal texts are one: a notice of a sentence may
// well be given twice.
const shortestText = 200

func (w *writer) close() error {
	kinds := make([]string, 0, len(w.files))
	for kind, f := range w.files {
		if kind != attachments {
			kinds = append(kinds, kind)
		}
		if err := errors.Join(f.out.Flush(), f.f.Sync(), f.f.Close()); err != nil {
			return err
		}
	}
	if len(kinds) == 0 {
		return nil
	}
	slices.SortFunc(kinds, func(a, b string) int {
		return slices.Index(vocab.Kinds().Codes(), a) - slices.Index(vocab.Kinds().Codes(), b)
	})
	return writeJSON(filepath.Join(w.dir, w.visit.Source.Name, "datapackage.json"), w.visit.descriptor(kinds, w.files[attachments] != nil))
}

func writeJSON(name string, value any) error {
	f, err := os.Create(name)
	if err != nil {
		return err
	}
	enc := json.NewEncoder(f)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	return errors.Join(enc.Encode(value), f.Sync(), f.Close())
}
