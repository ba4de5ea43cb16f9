package indexer

import (
	"context"

	"honglinh/catalog"
	"honglinh/catalog/store/sqlite"
	"honglinh/indexer/backup"
)

// Stores are the stores of a data folder, for who copies them.
type Stores struct{}

var _ backup.Stores = Stores{}

// Names implements backup.Stores.
func (Stores) Names() (public, private string) { return sqlite.Files() }

// Copy implements backup.Stores.
func (Stores) Copy(ctx context.Context, folder, dest string) error {
	return sqlite.Copy(ctx, folder, dest)
}

// CopyPrivate implements backup.Stores.
func (Stores) CopyPrivate(ctx context.Context, folder, dest string) error {
	return sqlite.CopyPrivate(ctx, folder, dest)
}

// State implements backup.Stores. A publication is told by the packages with the
// copies that its records were read from.
func (Stores) State(ctx context.Context, folder string) (seq int64, published []byte, err error) {
	r, err := sqlite.OpenReader(ctx, folder)
	if err != nil {
		return 0, nil, err
	}
	defer r.Close()
	if seq, err = r.Seq(ctx); err != nil {
		return 0, nil, err
	}
	published, err = r.Document(ctx, libraryKey)
	if catalog.KindOf(err) == catalog.NotFound {
		err = nil
	}
	return seq, published, err
}
