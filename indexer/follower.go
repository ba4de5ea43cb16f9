package indexer

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"sync/atomic"
	"time"

	"honglinh/catalog/search/engines"
	"honglinh/catalog/store"
	"honglinh/catalog/store/lock"
	"honglinh/catalog/store/sqlite"
	"honglinh/catalog/store/stores"
	"honglinh/datasets/table/duck"
	"honglinh/indexer/harvest"
	"honglinh/indexer/live"
	"honglinh/indexer/replica"
)

// Follower shows what another process publishes. It has a data folder of its own, which holds
// a copy of what it shows: without the other process it goes on with that. Nothing is
// published in it.
type Follower struct {
	indexed // of Run alone once it is open
	lock    *lock.Lock
	origin  replica.Origin
	schema  string
	// copied keeps the records; nil where they are read where the writer keeps them.
	copied store.Replica
	base   store.Reader // of all records there are
	engine *duck.Engine // nil without tables
	parts  partFolder

	shown replica.Publication // the zero one before the first
	ready atomic.Bool
	news  atomic.Pointer[Lag]
	last  atomic.Pointer[finished]
	docs  atomic.Pointer[map[string][]byte]
}

// Part returns a part of what is shown by its key, nil where there is none.
func (f *Follower) Part(key string) []byte {
	if docs := f.docs.Load(); docs != nil {
		return (*docs)[key]
	}
	return nil
}

// Lag says how far a Follower is behind.
type Lag struct {
	// Seq is the change that is shown, Behind how many the writer has beyond it, as far as is
	// known.
	Seq    int64 `json:"seq"`
	Behind int64 `json:"behind"`
	// Confirmed is when what is shown was last known to be what the writer shows.
	Confirmed time.Time `json:"confirmed"`
	// Trouble is why it does not follow, "" if it does.
	Trouble string `json:"trouble,omitempty"`
}

// OpenFollower opens a data folder that holds nothing yet, or what it held of the same
// catalogue. With Options.Store the records are read there. Faults: Busy when another process
// holds the folder, Invalid for a folder that is a writer's.
func OpenFollower(ctx context.Context, o Options, origin replica.Origin) (*Follower, error) {
	o.defaults()
	made, err := engines.Find(o.Engine, filepath.Join(o.Data, indexFolder))
	if err != nil {
		return nil, err
	}
	if err := ofAWriter(o.Data); err != nil {
		return nil, err
	}
	held, err := lock.Take(o.Data, lock.Holder{PID: os.Getpid(), Since: o.Now().UTC(), Doing: o.Holder})
	if err != nil {
		return nil, err
	}
	f := &Follower{indexed: indexed{shelf: shelf{opt: o, engines: made}, closing: make(chan struct{})}, lock: held, origin: origin, parts: partFolder(filepath.Join(o.Data, replicaFolder))}
	if err := f.open(ctx); err != nil {
		return nil, errors.Join(err, f.Close())
	}
	return f, nil
}

func (f *Follower) open(ctx context.Context) error {
	if err := f.parts.claim(); err != nil {
		return err
	}
	if err := f.openRecords(ctx); err != nil {
		return err
	}
	f.begins(f.base.At(0), nil)
	f.news.Store(&Lag{})
	if err := f.openFollowedTables(ctx); err != nil {
		return err
	}
	f.show()
	p, err := f.parts.publication()
	if err != nil || p == nil {
		return err
	}
	if seq, err := f.base.Seq(ctx); err != nil || seq < p.Mark.Seq {
		return err // the records are gone: they are fetched anew
	}
	if err := f.take(ctx, p); err != nil {
		f.opt.Log.Warn("what this reader had cannot be shown and is fetched anew", "op", "follow", "err", err)
	}
	return nil
}

// openRecords opens the records, here or where the writer keeps them.
func (f *Follower) openRecords(ctx context.Context) error {
	if f.opt.Store == "" {
		place, err := stores.Find("", f.opt.Data)
		if err != nil {
			return err
		}
		kept, err := sqlite.Open(ctx, f.opt.Data, sqlite.Options{Now: f.opt.Now})
		if err != nil {
			return err
		}
		f.schema, f.copied, f.base = place.Schema(), kept, kept
		return nil
	}
	place, err := PlaceOf(ctx, f.opt.Store, f.opt.Data)
	if err != nil {
		return err
	}
	if f.base, err = place.OpenReader(ctx); err != nil {
		return err
	}
	f.schema = place.Schema()
	return bind(ctx, f.opt.Data, place)
}

func (f *Follower) openFollowedTables(ctx context.Context) error {
	if f.opt.NoTables {
		return nil
	}
	dir := filepath.Join(f.opt.Data, "tables")
	kept, err := ownFiles(dir)
	if err != nil {
		return err
	}
	e, err := duck.Open(ctx, dir, duck.Options{Now: f.opt.Now, Files: kept})
	if err != nil {
		return err
	}
	f.engine, f.tables, f.versions = e, e, kept
	return nil
}

// take shows a publication all of whose parts, files and records are here.
func (f *Follower) take(ctx context.Context, p *replica.Publication) error {
	docs, err := f.parts.all(p)
	if err != nil {
		return err
	}
	mine, ok, err := replica.MarkAt(ctx, f.base, p.Mark.Seq)
	if err != nil {
		return err
	}
	if !ok || !mine.Is(p.Mark) {
		return fmt.Errorf("change %d here is another than the writer's", p.Mark.Seq)
	}
	view := published{f.base.At(p.Mark.Seq), docs}
	f.records, f.next.Kept = view, writesNothing{view}
	if err := f.restore(ctx); err != nil {
		return err
	}
	states, err := tablesOf(docs[replica.Tables])
	if err != nil {
		return err
	}
	if f.engine != nil {
		if err := f.engine.Adopt(ctx, states); err != nil {
			return err
		}
	}
	if err := f.makeLayers(ctx); err != nil {
		return err
	}
	if err := f.follow(ctx); err != nil {
		return err
	}
	f.swap()
	f.shown = *p
	f.docs.Store(&docs)
	f.note(docs[replica.Report])
	f.ready.Store(true)
	f.tidy(p)
	return nil
}

// Live returns what is shown.
func (f *Follower) Live() *live.Current { return &f.live }

// State returns the state that is shown.
func (f *Follower) State() *live.State { return f.live.Load() }

// Ready reports whether anything is shown.
func (f *Follower) Ready() bool { return f.ready.Load() }

// Schema is the sort and version of the schema of the records.
func (f *Follower) Schema() string { return f.schema }

// Records are the records as readers have them.
func (f *Follower) Records() store.Reader { return f.State().Records }

// Portals are those that the writer harvests, of which a reader knows nothing.
func (f *Follower) Portals() []harvest.Status { return nil }

// Running is 0: a reader runs nothing.
func (f *Follower) Running() time.Duration { return 0 }

// LastReport returns what the writer's last run did.
func (f *Follower) LastReport() (Report, time.Time) {
	if at := f.last.Load(); at != nil {
		return at.report, at.at
	}
	return Report{}, time.Time{}
}

// Lag says how far it is behind.
func (f *Follower) Lag() Lag { return *f.news.Load() }

// Announce tells whoever finds the data folder held where this server listens.
func (f *Follower) Announce(_ context.Context, addr, adminAddr string) error {
	return f.lock.Announce(addr, adminAddr)
}

// Close releases the folder; Run has ended.
func (f *Follower) Close() error {
	var err error
	if f.records != nil {
		err = f.indexed.close()
	}
	if f.base != nil {
		err = errors.Join(err, f.base.Close())
	}
	f.lock.Release()
	return err
}

// published is a store as of a publication, with its documents as of then.
type published struct {
	store.Reader
	docs map[string][]byte
}

// Document implements store.Reader.
func (p published) Document(_ context.Context, key string) ([]byte, error) {
	if b, ok := p.docs[key]; ok {
		return b, nil
	}
	return nil, store.NoDocument(key)
}
