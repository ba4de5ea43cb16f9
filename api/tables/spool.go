package tables

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"runtime"
	"sync"
	"time"
)

// MaxSpool is how many bytes of written exports are kept for the next reader
// and for the rest of a broken download: some hundred files of usual size.
const MaxSpool = 2 << 30

// Spool keeps written files by the tag of their content. A file is written once
// however many ask for it, and sent from disk: no query waits for a slow reader.
// Files are written a few at a time, so that the pages of others need not wait for them.
type Spool struct {
	dir   string
	most  int64
	slots chan struct{} // holds as many as are being written

	mu    sync.Mutex
	files map[string]*spooled
	total int64
	clock int64
}

type spooled struct {
	ready chan struct{}
	name  string
	size  int64
	err   error
	used  int64
}

// NewSpool returns an empty spool in a folder that it has to itself; most bounds its bytes.
func NewSpool(dir string, most int64) *Spool {
	return &Spool{dir: dir, most: most, slots: make(chan struct{}, atOnce()), files: map[string]*spooled{}}
}

// atOnce is how many files may be written at a time: each keeps about one
// processor busy, and half of them stay free for pages.
func atOnce() int { return max(1, runtime.GOMAXPROCS(0)/2) }

// withSlot writes when there is a slot for this file, or gives up with its reader.
func (s *Spool) withSlot(ctx context.Context, file io.Writer, write func(context.Context, io.Writer) error) error {
	select {
	case <-ctx.Done():
		return ctx.Err()
	case s.slots <- struct{}{}:
	}
	defer func() { <-s.slots }()
	return write(ctx, file)
}

// open returns the file of the tag, written by write if it is not there yet.
func (s *Spool) open(ctx context.Context, tag string, write func(context.Context, io.Writer) error) (*os.File, error) {
	for {
		s.mu.Lock()
		f, ok := s.files[tag]
		if !ok {
			f = &spooled{ready: make(chan struct{})}
			s.files[tag] = f
			s.mu.Unlock()
			return s.fill(ctx, tag, f, write)
		}
		s.clock++
		f.used = s.clock
		s.mu.Unlock()
		select {
		case <-ctx.Done():
			return nil, ctx.Err()
		case <-f.ready:
		}
		if f.err == nil {
			if file, err := reopen(f); err == nil {
				return file, nil
			}
			s.forget(tag, f) // somebody cleared the folder or cut the file
			continue
		}
		if !errors.Is(f.err, context.Canceled) && !errors.Is(f.err, context.DeadlineExceeded) {
			return nil, f.err
		} // the reader that began it is gone; begin anew
		if err := ctx.Err(); err != nil {
			return nil, err
		}
	}
}

// reopen opens a finished file, if it is still all there.
func reopen(f *spooled) (*os.File, error) {
	file, err := os.Open(f.name)
	if err != nil {
		return nil, err
	}
	info, err := file.Stat()
	if err == nil && info.Size() != f.size {
		err = io.ErrUnexpectedEOF
	}
	if err != nil {
		return nil, errors.Join(err, file.Close())
	}
	return file, nil
}

func (s *Spool) fill(ctx context.Context, tag string, f *spooled, write func(context.Context, io.Writer) error) (*os.File, error) {
	file, err := os.CreateTemp(s.dir, "export-*")
	if err == nil {
		f.name = file.Name()
		if err = s.withSlot(ctx, file, write); err == nil {
			f.size, err = file.Seek(0, io.SeekCurrent)
		}
		if err == nil {
			_, err = file.Seek(0, io.SeekStart)
		}
	}
	if err == nil && ctx.Err() != nil {
		err = ctx.Err()
	}
	f.err = err
	if err != nil {
		s.forget(tag, f)
		close(f.ready)
		if file != nil {
			return nil, errors.Join(err, file.Close())
		}
		return nil, err
	}
	s.keep(tag, f)
	close(f.ready)
	return file, nil
}

func (s *Spool) forget(tag string, f *spooled) {
	s.mu.Lock()
	if s.files[tag] == f {
		delete(s.files, tag)
		s.total -= f.size
	}
	s.mu.Unlock()
	if f.name != "" {
		_ = os.Remove(f.name) // it may be gone already
	}
}

// keep counts a finished file and removes the ones used longest ago; a file
// that is being sent stays readable until it is closed.
func (s *Spool) keep(tag string, f *spooled) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.clock++
	f.used, s.total = s.clock, s.total+f.size
	for s.total > s.most && len(s.files) > 1 {
		oldTag, old := "", (*spooled)(nil)
		for t, g := range s.files {
			if g != f && g.size > 0 && (old == nil || g.used < old.used) {
				oldTag, old = t, g
			}
		}
		if old == nil {
			return
		}
		delete(s.files, oldTag)
		s.total -= old.size
		_ = os.Remove(old.name)
	}
}

// timestamp is for names of files: the day of a version.
func timestamp(t time.Time) string { return fmt.Sprintf("%04d%02d%02d", t.Year(), t.Month(), t.Day()) }
