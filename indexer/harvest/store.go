package harvest

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"honglinh/catalog"
	"honglinh/catalog/text"
	"honglinh/indexer/harvest/client"
	"honglinh/indexer/harvest/journal"
)

// folderName is where sources are kept below the data folder.
const folderName = "harvest"

// Folder is the folder of a source in a data folder.
func Folder(data, name string) string { return filepath.Join(data, folderName, name) }

// store is what is kept of a source: its journal, the files that were fetched, and
// what answers are recognised by.
type store struct {
	dir     string
	journal *journal.Journal
	// idle writes nothing: a dry run.
	idle bool
	// taken is what is mentioned where something is listed that was taken out on request.
	taken [][]byte
}

var _ client.Kept = (*store)(nil)

// put takes an item over. One that is as it was is not written.
func (s *store) put(it Item, v Version, now time.Time) (changed, added bool, err error) {
	sum, err := it.sum()
	if err != nil {
		return false, false, fmt.Errorf("%s: %w", it.Key, err)
	}
	old, known := s.journal.Lookup(it.Key)
	files, err := it.files()
	if err != nil {
		return false, false, fmt.Errorf("%s: %w", it.Key, err)
	}
	e := journal.Entry{Key: it.Key, ID: old.ID, Sum: sum, Files: files, Owes: it.owes, ETag: v.ETag, LastModified: v.LastModified, Listed: v.Listed}
	same := known && !old.Gone && old.Sum == sum && (!old.Owes || old.Files == files)
	if same {
		e.Files, e.Owes = old.Files, old.Owes
	}
	switch {
	case s.idle:
		return !same, !known || old.Gone, nil
	case same && old.Missing == 0 && old.ETag == e.ETag && old.LastModified == e.LastModified && old.Listed == e.Listed:
		return false, false, nil
	case same:
		return false, false, s.journal.Put(e) // with the item that is there
	}
	if e.ID == "" {
		e.ID = slug(it)
	}
	it.Retrieved = catalog.Date(now.UTC().Format(time.DateOnly))
	if e.Item, err = json.Marshal(it); err != nil {
		return false, false, err
	}
	return true, !known || old.Gone, s.journal.Put(e)
}

// same reports whether an item is as it is held, with all its files.
func (s *store) same(it Item) bool {
	sum, err := it.sum()
	old, known := s.journal.Lookup(it.Key)
	return err == nil && known && !old.Gone && !old.Owes && old.Sum == sum
}

// slug names the record of an item: readable, and its own by the key.
func slug(it Item) string {
	title := it.Title
	if it.Dataset != nil {
		title = it.Dataset.Slug
	}
	if s := text.Slug(title, 60); s != "" {
		return s + "-" + digest([]byte(it.Key))[:8]
	}
	return digest([]byte(it.Key))[:16]
}

// keep keeps bytes under their checksum.
func (s *store) keep(content []byte) (Blob, error) {
	b := Blob{digest(content), int64(len(content))}
	if s.idle {
		return b, nil
	}
	name := s.blob(b.Sum)
	if info, err := os.Stat(name); err == nil && info.Size() == b.Bytes {
		return b, nil
	}
	return b, writeWhole(name, content)
}

func (s *store) blob(sum string) string { return filepath.Join(s.dir, "blobs", sum) }

func (s *store) held(url string) string {
	return filepath.Join(s.dir, "kept", digest([]byte(url))[:32]+".json")
}

// keptAnswer is an answer's file, beside which its body is a blob.
type keptAnswer struct {
	client.Held
	Asked string `json:"asked"`
	Blob  Blob   `json:"blob"`
}

// Load implements client.Kept.
func (s *store) Load(url string) (client.Held, bool) {
	b, err := os.ReadFile(s.held(url))
	if err != nil {
		return client.Held{}, false
	}
	var k keptAnswer
	if json.Unmarshal(b, &k) != nil || k.Asked != url {
		return client.Held{}, false
	}
	k.Body, err = os.ReadFile(s.blob(k.Blob.Sum))
	if err != nil || digest(k.Body) != k.Blob.Sum {
		return client.Held{}, false // asked for anew
	}
	return k.Held, true
}

// Store implements client.Kept.
func (s *store) Store(url string, h client.Held) error {
	if s.idle {
		return nil
	}
	if s.mentioned(h.Body) { // it holds something of what nothing may stay of
		return s.unkeep([]string{url})
	}
	blob, err := s.keep(h.Body)
	if err != nil {
		return err
	}
	b, err := json.Marshal(keptAnswer{h, url, blob})
	if err != nil {
		return err
	}
	return writeWhole(s.held(url), b)
}

// writeWhole writes a file that is there whole or not at all.
func writeWhole(name string, content []byte) error {
	dir := filepath.Dir(name)
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	tmp, err := os.CreateTemp(dir, ".new-")
	if err != nil {
		return err
	}
	defer os.Remove(tmp.Name())
	_, err = tmp.Write(content)
	if err := errors.Join(err, tmp.Chmod(0o644), tmp.Sync(), tmp.Close()); err != nil {
		return err
	}
	return os.Rename(tmp.Name(), name)
}

// sweep removes the blobs that neither an item nor an answer needs any more.
func (s *store) sweep(used map[string]bool) error {
	answers, err := os.ReadDir(filepath.Join(s.dir, "kept"))
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	for _, e := range answers {
		b, err := os.ReadFile(filepath.Join(s.dir, "kept", e.Name()))
		var k keptAnswer
		if err == nil && json.Unmarshal(b, &k) == nil {
			used[k.Blob.Sum] = true
		}
	}
	blobs, err := os.ReadDir(filepath.Join(s.dir, "blobs"))
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	for _, e := range blobs {
		if !used[e.Name()] {
			if err := os.Remove(filepath.Join(s.dir, "blobs", e.Name())); err != nil {
				return err
			}
		}
	}
	return nil
}
