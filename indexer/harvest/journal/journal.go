package journal

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"iter"
	"maps"
	"os"
	"path/filepath"
	"slices"
)

// file is the log's name in the folder of a source; each line is one Entry, and the
// last line of a key counts.
const file = "journal.jsonl"

// Entry is what is known of one item of a source.
type Entry struct {
	Key string `json:"key"`
	// ID is the slug of its record, given when it was first seen and kept ever after.
	ID string `json:"id,omitempty"`
	// Sum is the checksum of what was understood.
	Sum string `json:"sum,omitempty"`
	// Files is the checksum of what became of the files beside it; Owes says that one of
	// them is to be asked for again.
	Files string `json:"files,omitempty"`
	Owes  bool   `json:"owes,omitempty"`
	// ETag, LastModified and Listed are what the item, and the list it stands in, said
	// of its version.
	ETag         string `json:"etag,omitempty"`
	LastModified string `json:"last_modified,omitempty"`
	Listed       string `json:"listed,omitempty"`
	// Missing counts the runs in a row that did not find it.
	Missing int `json:"missing,omitempty"`
	// Gone says that it is no item any more.
	Gone bool `json:"gone,omitempty"`
	// Taken is the address by which it was asked to be taken out. Nothing else is held of
	// it then, and compacting takes its earlier lines away.
	Taken string `json:"taken,omitempty"`
	// Item is the item itself.
	Item json.RawMessage `json:"item,omitempty"`
}

// Journal is the log of one source, open for one run.
type Journal struct {
	dir  string
	f    *os.File
	size int64
	live map[string]place
	dead int // lines that count no more
	// purge says that one of these holds what must be held no longer.
	purge bool
}

// place is where an entry's line stands, and the entry without its item.
type place struct {
	Entry
	at  int64
	len int
}

// maxLine bounds one line: an item is never larger than the answer it came in.
const maxLine = 256 << 20

// Open opens the log in the folder, or begins one. A line that a crash cut off is
// taken away: it was never acknowledged.
func Open(dir string) (*Journal, error) {
	f, err := os.OpenFile(filepath.Join(dir, file), os.O_CREATE|os.O_RDWR, 0o644)
	if err != nil {
		return nil, err
	}
	j := &Journal{dir: dir, f: f, live: map[string]place{}}
	if err := j.load(); err != nil {
		return nil, errors.Join(err, f.Close())
	}
	return j, nil
}

func (j *Journal) load() error {
	in := bufio.NewReaderSize(j.f, 1<<20)
	for {
		line, err := readLine(in)
		if errors.Is(err, io.EOF) {
			break // with what follows the last line end
		}
		if err != nil {
			return fmt.Errorf("%s: %w", j.f.Name(), err)
		}
		var e Entry
		if err := json.Unmarshal(line, &e); err != nil || e.Key == "" {
			rest, _ := in.Peek(1)
			if len(rest) > 0 {
				return fmt.Errorf("%s: the line at byte %d is damaged; put the folder back from a backup, or delete it to harvest anew", j.f.Name(), j.size)
			}
			break
		}
		j.index(e, len(line))
	}
	end, err := j.f.Seek(0, io.SeekEnd)
	if err != nil || end == j.size {
		return err
	}
	if err := j.f.Truncate(j.size); err != nil {
		return err
	}
	_, err = j.f.Seek(j.size, io.SeekStart)
	return err
}

// readLine reads to a line end, which belongs to the line.
func readLine(in *bufio.Reader) ([]byte, error) {
	var line []byte
	for {
		part, err := in.ReadSlice('\n')
		line = append(line, part...)
		if !errors.Is(err, bufio.ErrBufferFull) {
			return line, err
		}
		if len(line) > maxLine {
			return nil, fmt.Errorf("a line is longer than %d bytes", maxLine)
		}
	}
}

// index takes a line over that stands at the end.
func (j *Journal) index(e Entry, n int) {
	if was, known := j.live[e.Key]; known {
		j.dead++
		j.purge = j.purge || e.Taken != "" && was.Taken == ""
	}
	e.Item = nil
	j.live[e.Key] = place{e, j.size, n}
	j.size += int64(n)
}

// Lookup returns what is known under a key, without its item.
func (j *Journal) Lookup(key string) (Entry, bool) {
	p, ok := j.live[key]
	return p.Entry, ok
}

// Keys returns the keys in order, those that are gone included.
func (j *Journal) Keys() []string { return slices.Sorted(maps.Keys(j.live)) }

// Entries goes through all entries, those that are gone included, in the order of
// their keys and without their items.
func (j *Journal) Entries() iter.Seq[Entry] {
	return func(yield func(Entry) bool) {
		for _, k := range j.Keys() {
			if !yield(j.live[k].Entry) {
				return
			}
		}
	}
}

// Item reads the item of a key; nil of one that is gone. The error is fs.ErrNotExist for a
// key that was never there.
func (j *Journal) Item(key string) (json.RawMessage, error) {
	p, ok := j.live[key]
	if !ok {
		return nil, fs.ErrNotExist
	}
	line := make([]byte, p.len)
	if _, err := j.f.ReadAt(line, p.at); err != nil {
		return nil, fmt.Errorf("%s: %w", j.f.Name(), err)
	}
	var e Entry
	if err := json.Unmarshal(line, &e); err != nil {
		return nil, fmt.Errorf("%s at byte %d: %w", j.f.Name(), p.at, err)
	}
	return e.Item, nil
}

// Put adds an entry; it is acknowledged by Sync. One without an item that is not gone
// keeps the item that is there.
func (j *Journal) Put(e Entry) error {
	if e.Item == nil && !e.Gone && e.Taken == "" {
		item, err := j.Item(e.Key)
		if err != nil {
			return err
		}
		e.Item = item
	}
	var b bytes.Buffer
	enc := json.NewEncoder(&b) // ends the line
	enc.SetEscapeHTML(false)
	if err := enc.Encode(e); err != nil {
		return err
	}
	if _, err := j.f.Write(b.Bytes()); err != nil {
		_, back := j.f.Seek(j.size, io.SeekStart)
		return errors.Join(err, j.f.Truncate(j.size), back)
	}
	j.index(e, b.Len())
	return nil
}

// Sync has everything on the disk that was put.
func (j *Journal) Sync() error { return j.f.Sync() }

// Close closes the log; one of which more than half counts no more, or of which something
// was taken out, is written anew before.
func (j *Journal) Close() error {
	if j.purge || j.dead > len(j.live) && j.dead > 100 {
		if err := j.compact(); err != nil {
			return errors.Join(err, j.f.Close())
		}
	}
	return j.f.Close()
}

// compact writes the lines that count to a new file, which takes the old one's place
// at once.
func (j *Journal) compact() error {
	tmp, err := os.CreateTemp(j.dir, ".journal-")
	if err != nil {
		return err
	}
	defer os.Remove(tmp.Name())
	out := bufio.NewWriterSize(tmp, 1<<20)
	for _, k := range j.Keys() {
		p := j.live[k]
		if _, err := io.Copy(out, io.NewSectionReader(j.f, p.at, int64(p.len))); err != nil {
			return errors.Join(err, tmp.Close())
		}
	}
	if err := errors.Join(out.Flush(), tmp.Sync(), tmp.Close()); err != nil {
		return err
	}
	return os.Rename(tmp.Name(), filepath.Join(j.dir, file))
}
