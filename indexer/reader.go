package indexer

import (
	"context"
	"errors"
	"os"
	"path/filepath"

	"honglinh/catalog"
	"honglinh/catalog/search/engines"
	"honglinh/catalog/store"
	"honglinh/catalog/store/lock"
	"honglinh/indexer/live"
)

// Reader shows what a data folder holds and never brings anything in: it reads no package and
// writes no record.
type Reader struct {
	shelf
	lock *lock.Lock
}

// OpenReader opens a data folder whose last run came to its end, to read it. The engines in the
// folder are of one process, so that the folder is held as by a Service. Faults: Busy when
// another process holds it, or when its index or tables are behind the records and a run has to
// bring them on; NotFound when there is no catalogue in it.
func OpenReader(ctx context.Context, o Options) (*Reader, error) {
	o.defaults()
	made, err := engines.Find(o.Engine, filepath.Join(o.Data, indexFolder))
	if err != nil {
		return nil, err
	}
	place, err := PlaceOf(ctx, o.Store, o.Data)
	if err != nil {
		return nil, err
	}
	records, err := place.OpenReader(ctx)
	if err != nil {
		return nil, err
	}
	held, err := lock.Take(o.Data, lock.Holder{PID: os.Getpid(), Since: o.Now().UTC(), Doing: o.Holder})
	if err != nil {
		return nil, errors.Join(err, records.Close())
	}
	r := &Reader{shelf: shelf{opt: o, engines: made}, lock: held}
	r.begins(records, writesNothing{records})
	if err := r.open(ctx); err != nil {
		return nil, errors.Join(err, r.Close())
	}
	r.show()
	return r, nil
}

func (r *Reader) open(ctx context.Context) error {
	if err := r.openTables(ctx, nil); err != nil {
		return err
	}
	if err := r.restore(ctx); err != nil {
		return err
	}
	if err := r.makeLayers(ctx); err != nil {
		return err
	}
	whole, err := r.isWhole(ctx)
	if err != nil {
		return err
	}
	if err := r.openIndex(ctx); err != nil {
		return err
	}
	if !whole || r.index.engine == nil || r.index.Key != r.indexKey(ctx) || r.index.engine.Seq() != r.next.Seq {
		return catalog.NewFault(catalog.Busy, r.opt.Data, "Danh mục trong thư mục này chưa được nạp xong; hãy chạy `honglinh ingest` trước.",
			"The catalogue in this folder was not brought in to its end; run `honglinh ingest` first.")
	}
	return nil
}

// Live returns what is shown.
func (r *Reader) Live() *live.Current { return &r.live }

// Close releases the folder; whoever reads is done.
func (r *Reader) Close() error {
	err := r.shelf.close()
	r.lock.Release()
	return err
}

// writesNothing reads documents and leaves writing to the writer of the folder.
type writesNothing struct{ store.Reader }

// PutDocument writes nothing: a score that changed is noted by the next run.
func (writesNothing) PutDocument(context.Context, string, []byte) error { return nil }
