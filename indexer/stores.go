package indexer

import (
	"context"

	"honglinh/catalog"
	"honglinh/catalog/store/sqlite"
	"honglinh/indexer/backup"
)

// Stores are the stores of a data folder, for who copies them. A store that is outside of the
// folder is copied by the tools of its server.
type Stores struct {
	Address string // see Options.Store
}

// within is the fault of a store that is not in the folder.
func (s Stores) within(ctx context.Context, folder string) error {
	place, err := PlaceOf(ctx, s.Address, folder)
	if err != nil || !place.Outside() {
		return err
	}
	dump := place.Dump()
	return catalog.NewFault(catalog.Invalid, place.String(),
		"bản ghi nằm trong PostgreSQL, ngoài thư mục dữ liệu; hãy sao lưu bằng `"+dump+"` (khôi phục bằng pg_restore); chỉ mục và bảng được tạo lại từ đó và từ các gói dữ liệu",
		"the records are in PostgreSQL, outside of the data folder; back them up by `"+dump+"` (and put them back by pg_restore); the index and the tables are made again from them and from the packages")
}

var _ backup.Stores = Stores{}

// Names implements backup.Stores.
func (Stores) Names() (public, private string) { return sqlite.Files() }

// Copy implements backup.Stores.
func (s Stores) Copy(ctx context.Context, folder, dest string) error {
	if err := s.within(ctx, folder); err != nil {
		return err
	}
	return sqlite.Copy(ctx, folder, dest)
}

// CopyPrivate implements backup.Stores.
func (s Stores) CopyPrivate(ctx context.Context, folder, dest string) error {
	if err := s.within(ctx, folder); err != nil {
		return err
	}
	return sqlite.CopyPrivate(ctx, folder, dest)
}

// State implements backup.Stores. A publication is told by the packages with the
// copies that its records were read from.
func (s Stores) State(ctx context.Context, folder string) (seq int64, published []byte, err error) {
	if err := s.within(ctx, folder); err != nil {
		return 0, nil, err
	}
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
