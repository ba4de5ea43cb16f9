package journal

import (
	"bufio"
	"encoding/json"
	"errors"
	"io"
	"os"
	"path/filepath"
	"time"
)

// under is the file of the run under way; it is there from the first page until the
// run has published.
const under = "run.jsonl"

// Page is a page of a list that a run has done, with where the next one begins.
type Page struct {
	Cursor string   `json:"cursor,omitempty"`
	Seen   []string `json:"seen"` // keys of its items, changed or not
}

// Under is a run under way, which the next start of it goes on with.
type Under struct {
	f      *os.File
	Cursor string
	Seen   map[string]bool
	dir    string
}

// Dry returns a run that is written nowhere.
func Dry() *Under { return &Under{Seen: map[string]bool{}} }

// Resume opens the run under way in the folder, or begins one: also where the one
// under way has stood still since before the given time.
func Resume(dir string, since time.Time) (*Under, error) {
	name := filepath.Join(dir, under)
	if info, err := os.Stat(name); err == nil && info.ModTime().Before(since) {
		if err := os.Remove(name); err != nil {
			return nil, err
		}
	}
	f, err := os.OpenFile(name, os.O_CREATE|os.O_RDWR, 0o644)
	if err != nil {
		return nil, err
	}
	u := &Under{f: f, Seen: map[string]bool{}, dir: dir}
	in := bufio.NewReaderSize(f, 1<<16)
	var size int64
	for {
		line, err := readLine(in)
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, errors.Join(err, f.Close())
		}
		var p Page
		if json.Unmarshal(line, &p) != nil {
			break // cut off by a crash
		}
		size += int64(len(line))
		u.take(p)
	}
	_, seek := f.Seek(size, io.SeekStart)
	if err := errors.Join(f.Truncate(size), seek); err != nil {
		return nil, errors.Join(err, f.Close())
	}
	return u, nil
}

func (u *Under) take(p Page) {
	u.Cursor = p.Cursor
	for _, k := range p.Seen {
		u.Seen[k] = true
	}
}

// Add acknowledges a page, after the journal was synced.
func (u *Under) Add(p Page) error {
	if u.f == nil {
		u.take(p)
		return nil
	}
	line, err := json.Marshal(p)
	if err != nil {
		return err
	}
	if _, err := u.f.Write(append(line, '\n')); err != nil {
		return err
	}
	u.take(p)
	return u.f.Sync()
}

// Close leaves the run to be gone on with.
func (u *Under) Close() error {
	if u.f == nil {
		return nil
	}
	return u.f.Close()
}

// End ends the run: the next one begins anew.
func (u *Under) End() error {
	return errors.Join(u.f.Close(), os.Remove(filepath.Join(u.dir, under)))
}
