package indexer

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"encoding/json"
	"errors"
	"io/fs"
	"maps"
	"path/filepath"
	"sync"
	"time"

	"honglinh/catalog"
	"honglinh/catalog/store"
	"honglinh/datasets/files"
	"honglinh/datasets/table"
	"honglinh/indexer/folder"
	"honglinh/indexer/replica"
)

// catalogueKey is the store document that tells a catalogue from all others, for who follows it.
const catalogueKey = "replica/catalogue"

// feed is what those who follow a Service are told.
type feed struct {
	catalogue string

	mu      sync.Mutex
	shown   replica.Publication // without what is asked for each time
	parts   map[string][]byte   // of it, by checksum
	before  map[string][]byte   // of the one before
	changed chan struct{}
	beside  map[string][]byte
	due     chan struct{} // what stands beside is to be asked for
}

// besideAfter is how long after a change what stands beside is asked for: the desk notes only
// afterwards that what it published is shown.
const besideAfter = 2 * time.Second

// newFeed opens the feed of a store, whose catalogue gets a name of its own at the first time.
func newFeed(ctx context.Context, st store.Store) (*feed, error) {
	name, err := st.Document(ctx, catalogueKey)
	if catalog.KindOf(err) == catalog.NotFound {
		b := make([]byte, 16)
		if _, err := rand.Read(b); err != nil {
			return nil, err
		}
		name = []byte(hex.EncodeToString(b))
		err = st.PutDocument(ctx, catalogueKey, name)
		if err != nil {
			return nil, err
		}
	} else if err != nil {
		return nil, err
	}
	return &feed{catalogue: string(name), parts: map[string][]byte{}, changed: make(chan struct{}), due: make(chan struct{}, 1)}, nil
}

// display shows readers the state that was made ready, here and elsewhere.
func (s *Service) display(ctx context.Context) error {
	now := s.swap()
	if s.feed == nil || now.Seq == 0 || now.Search.Engine == nil {
		return nil // nothing to follow yet
	}
	parts, err := s.documentsOf(ctx)
	if err != nil {
		return err
	}
	if now.Tables != nil {
		if parts[replica.Tables], err = json.Marshal(now.Tables.Tables()); err != nil {
			return err
		}
	}
	mark, ok, err := replica.MarkAt(ctx, s.store, now.Seq)
	if err != nil {
		return err
	}
	if !ok {
		return errors.New("the last change is not in the store")
	}
	s.feed.soon()
	s.feed.show(replica.Publication{Format: replica.Format, Version: s.opt.Version, Catalogue: s.feed.catalogue, Mark: mark}, parts)
	return nil
}

// documentsOf are the store's documents that stand behind what is shown.
func (s *Service) documentsOf(ctx context.Context) (map[string][]byte, error) {
	published, err := json.Marshal(s.published)
	if err != nil {
		return nil, err
	}
	parts := map[string][]byte{libraryKey: published}
	keys := []string{thesaurusKey, wholeKey}
	for name := range s.published {
		keys = append(keys, geometryKey(name), "quality/"+name)
	}
	for _, key := range keys {
		b, err := s.store.Document(ctx, key)
		if catalog.KindOf(err) == catalog.NotFound {
			continue
		}
		if err != nil {
			return nil, err
		}
		parts[key] = b
	}
	return parts, nil
}

func (f *feed) show(p replica.Publication, parts map[string][]byte) {
	f.mu.Lock()
	defer f.mu.Unlock()
	p.Parts = map[string]string{}
	f.before, f.parts = f.parts, map[string][]byte{}
	f.shown = p
	f.add(parts)
	f.add(f.beside)
	f.tell()
}

// add adds parts to what is shown; the caller holds the lock.
func (f *feed) add(parts map[string][]byte) {
	for key, b := range parts {
		sum := replica.Sum(b)
		f.shown.Parts[key], f.parts[sum] = sum, b
	}
}

// tell has who waits look again; the caller holds the lock.
func (f *feed) tell() {
	close(f.changed)
	f.changed = make(chan struct{})
}

// soon asks for what stands beside in a while.
func (f *feed) soon() {
	time.AfterFunc(besideAfter, func() {
		select {
		case f.due <- struct{}{}:
		default: // it is asked for already
		}
	})
}

// wanted says when what stands beside is to be asked for; nil is never.
func (f *feed) wanted() <-chan struct{} {
	if f == nil {
		return nil
	}
	return f.due
}

// stand takes over what stands beside.
func (s *Service) stand(ctx context.Context) {
	if s.opt.Beside == nil {
		return
	}
	parts, err := s.opt.Beside(ctx)
	if err != nil {
		s.opt.Log.Error("readers elsewhere are not told what the desk says", "op", "replica", "err", err)
		return
	}
	f := s.feed
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.beside = parts; f.shown.Format == 0 {
		return
	}
	f.shown.Parts = maps.Clone(f.shown.Parts)
	f.add(parts)
	f.tell()
}

// Feed is what readers elsewhere follow; nil without Options.Followed.
func (s *Service) Feed() replica.Source {
	if s.feed == nil {
		return nil
	}
	return followed{s}
}

// followed is a Service for those who follow it.
type followed struct{ s *Service }

// reported is the part that says what the last run did.
type reported struct {
	Report Report    `json:"report"`
	At     time.Time `json:"at"`
}

// Publication implements replica.Source.
func (f followed) Publication(context.Context) (*replica.Publication, <-chan struct{}, error) {
	report, at := f.s.LastReport()
	report.Warnings, report.Refused = nil, nil // they are the operator's, and many
	b, err := json.Marshal(reported{report, at})
	if err != nil {
		return nil, nil, err
	}
	feed := f.s.feed
	feed.mu.Lock()
	defer feed.mu.Unlock()
	if feed.shown.Format == 0 || !f.s.Ready() {
		return nil, feed.changed, nil
	}
	p := feed.shown
	p.Parts = maps.Clone(p.Parts)
	if !at.IsZero() {
		p.Parts[replica.Report] = replica.Sum(b)
		feed.parts[p.Parts[replica.Report]] = b
	}
	return &p, feed.changed, nil
}

// Part implements replica.Source.
func (f followed) Part(sum string) ([]byte, bool) {
	feed := f.s.feed
	feed.mu.Lock()
	defer feed.mu.Unlock()
	b, ok := feed.parts[sum]
	if !ok {
		b, ok = feed.before[sum]
	}
	return b, ok
}

// Rows implements replica.Source. They end where readers are.
func (f followed) Rows(ctx context.Context, since int64, limit int) ([]store.Row, error) {
	return f.s.store.At(f.s.State().Seq).Rows(ctx, since, limit)
}

// Copy implements replica.Source.
func (f followed) Copy(ctx context.Context, name, print string) fs.FS {
	if !fs.ValidPath(name+"/"+print) || filepath.Base(print) != print || filepath.Base(name) != name {
		return nil
	}
	dir := filepath.Join(f.s.opt.Data, mirrorName, name, print)
	if !f.s.copies.sound(ctx, dir) {
		return nil
	}
	return folder.Dir(dir)
}

// Files implements replica.Source.
func (f followed) Files() files.Store { return f.s.versions }

var _ replica.Source = followed{}

// tablesOf are the states of the tables of a publication.
func tablesOf(part []byte) ([]*table.State, error) {
	var list []*table.State
	if len(part) == 0 {
		return nil, nil
	}
	return list, json.Unmarshal(part, &list)
}
