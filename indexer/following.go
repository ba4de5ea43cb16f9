package indexer

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path"
	"path/filepath"
	"time"

	"honglinh/catalog"
	"honglinh/datasets/files"
	"honglinh/datasets/table"
	"honglinh/datasets/table/duck"
	"honglinh/indexer/replica"
)

// How a Follower asks: for how long it lets the writer wait for something new, which is how
// old what it knows of the writer may be, and how long it waits after a failure, a little
// longer each time.
const (
	followWait  = time.Second
	retryFirst  = 250 * time.Millisecond
	retryAtMost = 4 * time.Second
)

// Run follows until ctx ends. What fails is tried again; readers keep what was there before.
func (f *Follower) Run(ctx context.Context) error {
	pause := retryFirst
	trimmed := time.Now()
	for ctx.Err() == nil {
		moved, err := f.once(ctx)
		if ctx.Err() != nil {
			break
		}
		if err == nil {
			pause = retryFirst
			f.confirm()
			if moved || time.Since(trimmed) > trimEvery {
				f.trim()
				trimmed = time.Now()
			}
			continue
		}
		f.trouble(err)
		select {
		case <-ctx.Done():
		case <-time.After(pause):
		}
		pause = min(2*pause, retryAtMost)
	}
	return ctx.Err()
}

// confirm notes that what is shown is what the writer shows.
func (f *Follower) confirm() {
	if was := f.news.Load(); was.Trouble != "" {
		f.opt.Log.Info("this reader follows again", "op", "follow", "seq", f.shown.Mark.Seq)
	}
	f.news.Store(&Lag{Seq: f.shown.Mark.Seq, Confirmed: time.Now()})
}

// trouble notes why this reader does not follow; the log hears of each reason once.
func (f *Follower) trouble(err error) {
	was := *f.news.Load()
	if was.Trouble != err.Error() {
		f.opt.Log.Warn("this reader does not follow; it serves on what it has", "op", "follow", "seq", f.shown.Mark.Seq, "err", err)
	}
	was.Trouble = err.Error()
	f.news.Store(&was)
}

// once asks for something new, and shows it.
func (f *Follower) once(ctx context.Context) (moved bool, err error) {
	have := ""
	if f.ready.Load() {
		have = f.shown.Tag()
	}
	p, err := f.origin.Publication(ctx, have, followWait)
	if err != nil || p == nil {
		return false, err
	}
	if f.shown.Catalogue != "" && p.Catalogue != f.shown.Catalogue {
		return false, errors.New("the writer is that of another catalogue: name the right one, or give this reader an empty folder by --data")
	}
	was := *f.news.Load()
	was.Behind = max(0, p.Mark.Seq-f.shown.Mark.Seq)
	f.news.Store(&was)
	begun := time.Now()
	if err := guarded(func() error { return f.fetch(ctx, p) }); err != nil {
		return false, err
	}
	if err := guarded(func() error { return f.take(ctx, p) }); err != nil {
		return false, err
	}
	f.opt.Log.Info("followed", "op", "follow", "seq", p.Mark.Seq, "took", time.Since(begun).Round(time.Millisecond))
	return true, nil
}

// fetch brings everything here that a publication names. What is here is kept whatever breaks
// off.
func (f *Follower) fetch(ctx context.Context, p *replica.Publication) error {
	for key, sum := range p.Parts {
		if f.parts.part(sum) != nil {
			continue
		}
		b, err := f.origin.Part(ctx, sum)
		if err != nil {
			return fmt.Errorf("part %s: %w", key, err)
		}
		if err := replaceFile(f.parts.file("parts", sum), b); err != nil {
			return err
		}
	}
	docs, err := f.parts.all(p)
	if err != nil {
		return err
	}
	if err := f.fetchCopies(ctx, docs[libraryKey]); err != nil {
		return err
	}
	if err := f.fetchTables(ctx, docs[replica.Tables]); err != nil {
		return err
	}
	if err := f.fetchRecords(ctx, p.Mark); err != nil {
		return err
	}
	if f.copied != nil {
		if err := f.keepDocuments(ctx, p, docs); err != nil {
			return err
		}
	}
	return f.parts.note(p)
}

// keepDocuments keeps the documents where a writer of this folder would look for them.
func (f *Follower) keepDocuments(ctx context.Context, p *replica.Publication, docs map[string][]byte) error {
	if f.shown.Catalogue == "" {
		if err := f.copied.PutDocument(ctx, catalogueKey, []byte(p.Catalogue)); err != nil {
			return err
		}
	}
	for key, b := range docs {
		if key == replica.Tables || key == replica.Report || f.shown.Parts[key] == p.Parts[key] {
			continue
		}
		if err := f.copied.PutDocument(ctx, key, b); err != nil {
			return err
		}
	}
	return nil
}

// fetchCopies brings the copies of the packages here.
func (f *Follower) fetchCopies(ctx context.Context, part []byte) error {
	lib := library{}
	if err := json.Unmarshal(part, &lib); err != nil {
		return fmt.Errorf("library: %w", err)
	}
	for _, e := range lib {
		if e.Dir != path.Join(mirrorName, e.Name, e.Print) || !filepath.IsLocal(filepath.FromSlash(e.Dir)) {
			return fmt.Errorf("the writer names a copy %q", e.Dir)
		}
		dir := filepath.Join(f.opt.Data, filepath.FromSlash(e.Dir))
		if f.copies.sound(ctx, dir) {
			continue
		}
		incoming := f.parts.file("incoming", "copy-"+e.Print)
		if err := os.MkdirAll(incoming, 0o755); err != nil {
			return err
		}
		if err := f.origin.Copy(ctx, e.Name, e.Print, incoming); err != nil {
			return fmt.Errorf("package %s: %w", e.Name, err)
		}
		names, _, err := listing(incoming)
		if err != nil {
			return err
		}
		t := tree{fs: os.DirFS(incoming), dir: ".", left: 1 << 62}
		if print, err := t.fingerprint(ctx, names, nil); err != nil || print != e.Print {
			return errors.Join(fmt.Errorf("package %s: what came is not what it should be", e.Name), err, os.RemoveAll(incoming))
		}
		if err := os.RemoveAll(dir); err != nil {
			return err
		}
		if err := os.MkdirAll(filepath.Dir(dir), 0o755); err != nil {
			return err
		}
		if err := os.Rename(incoming, dir); err != nil {
			return err
		}
	}
	return nil
}

// fetchTables brings the versions of the tables here.
func (f *Follower) fetchTables(ctx context.Context, part []byte) error {
	if f.engine == nil {
		return nil
	}
	states, err := tablesOf(part)
	if err != nil {
		return fmt.Errorf("tables: %w", err)
	}
	for _, s := range states {
		mine, _ := f.engine.State(s.Ref) // none yet is fine
		for _, v := range s.Versions {
			if f.hasVersion(ctx, mine, s, v.Number) {
				continue
			}
			if err := f.fetchVersion(ctx, s, v.Number); err != nil {
				return fmt.Errorf("table %s %s: %w", s.Ref, v.Number, err)
			}
		}
	}
	return nil
}

// hasVersion reports whether the version of a table is here as the writer has it.
func (f *Follower) hasVersion(ctx context.Context, mine, theirs *table.State, number string) bool {
	info, err := f.versions.Stat(ctx, duck.VersionFile(theirs.Ref, number))
	want, told := theirs.Files[number]
	if err != nil || !told {
		return err == nil
	}
	if mine != nil && mine.Files[number].SHA256 == want.SHA256 {
		return info.Size == want.Bytes
	}
	return info.Size == want.Bytes && files.Verify(ctx, f.versions, info.Name, want.SHA256) == nil
}

func (f *Follower) fetchVersion(ctx context.Context, s *table.State, number string) error {
	root, err := os.OpenRoot(f.parts.file("incoming"))
	if err != nil {
		return err
	}
	defer root.Close()
	want, told := s.Files[number]
	size := int64(-1)
	if told {
		size = want.Bytes
	}
	name := "version-" + replica.Sum([]byte(s.Ref.String() + " " + number + " " + want.SHA256))[:32]
	from := func(ctx context.Context, offset int64) (io.ReadCloser, error) {
		return f.origin.File(ctx, s.Ref, number, offset)
	}
	if err := replica.Version(ctx, from, root, name, size); err != nil {
		return err
	}
	in, err := root.Open(name)
	if err != nil {
		return err
	}
	_, err = f.versions.Put(ctx, duck.VersionFile(s.Ref, number), in, files.PutOptions{Replace: true, SHA256: want.SHA256})
	return errors.Join(err, in.Close(), root.Remove(name))
}

// fetchRecords brings the changes here, up to the one that is shown.
func (f *Follower) fetchRecords(ctx context.Context, to replica.Mark) error {
	if f.copied == nil {
		if seq, err := f.base.Seq(ctx); err != nil || seq < to.Seq {
			return errors.Join(err, fmt.Errorf("the store is at change %d and the writer shows %d: is it the same store?", seq, to.Seq))
		}
		return nil
	}
	if err := f.agree(ctx, to); err != nil {
		return err
	}
	for {
		at, err := f.base.Seq(ctx)
		if err != nil || at >= to.Seq {
			return err
		}
		rows, err := f.origin.Rows(ctx, at)
		if err != nil {
			return err
		}
		if len(rows) == 0 {
			return fmt.Errorf("the writer shows change %d and has none after %d", to.Seq, at)
		}
		if err := f.copied.Replay(ctx, rows); err != nil {
			return err
		}
		f.opt.Progress("follow", int(rows[len(rows)-1].Seq), int(to.Seq))
	}
}

// agree takes back what is here and in the writer's history no more: it was put back to an
// earlier state.
func (f *Follower) agree(ctx context.Context, to replica.Mark) error {
	at, err := f.base.Seq(ctx)
	if err != nil {
		return err
	}
	same, err := f.sameAt(ctx, min(at, to.Seq))
	if err != nil || same && at <= to.Seq {
		return err
	}
	low, high := int64(0), min(at, to.Seq) // the same at low, another beyond high
	if same {
		low = high
	}
	for low < high {
		middle := low + (high-low+1)/2
		same, err := f.sameAt(ctx, middle)
		if err != nil {
			return err
		}
		if same {
			low = middle
		} else {
			high = middle - 1
		}
	}
	if low == 0 && at > 0 && f.shown.Mark.Seq == 0 {
		return catalog.NewFault(catalog.Invalid, f.opt.Data, "các bản ghi trong thư mục này là của danh mục khác; hãy nêu một thư mục trống bằng --data",
			"the records in this folder are those of another catalogue; name an empty folder by --data")
	}
	f.opt.Log.Warn("the writer was put back to an earlier state, and so is this reader", "op", "follow", "from", at, "to", low)
	return f.copied.Rewind(ctx, low)
}

// sameAt reports whether this folder and the writer have the same change at a number.
func (f *Follower) sameAt(ctx context.Context, seq int64) (bool, error) {
	mine, ok, err := replica.MarkAt(ctx, f.base, seq)
	if err != nil || !ok || seq == 0 {
		return ok && seq == 0, err
	}
	theirs, ok, err := f.origin.Mark(ctx, seq)
	return ok && theirs.Is(mine), err
}

// note takes over what the writer's last run did.
func (f *Follower) note(part []byte) {
	var r reported
	if json.Unmarshal(part, &r) == nil && !r.At.IsZero() {
		f.last.Store(&finished{r.Report, r.At})
	}
}

// tidy removes what neither this publication nor readers of the one before need. What fails is
// done the next time.
func (f *Follower) tidy(p *replica.Publication) {
	f.parts.tidy(p)
	for name, e := range f.published {
		parent := filepath.Join(f.opt.Data, mirrorName, name)
		list, _ := os.ReadDir(parent)
		for _, old := range list {
			if old.Name() != e.Print && old.Name() != e.Before {
				_ = os.RemoveAll(filepath.Join(parent, old.Name()))
			}
		}
	}
}
