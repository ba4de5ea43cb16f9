package store

import (
	"context"
	"database/sql"
	"errors"

	"honglinh/catalog"
)

// MaxDocument bounds a side document: descriptors and counters are under 1 MB,
// the thesaurus under 10 MB.
const MaxDocument = 64 << 20

// Document returns a side document. Fault: NotFound.
func (s *Store) Document(ctx context.Context, key string) ([]byte, error) {
	var b []byte
	err := s.read.QueryRowContext(ctx, "SELECT value FROM document WHERE key = ?", key).Scan(&b)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, catalog.NotFoundf(key, "there is no document %q in the store", key)
	}
	return b, fault("read document "+key, err)
}

// PutDocument stores a side document under key; it is on the disk when the call
// returns. Fault: TooLarge.
func (s *Store) PutDocument(ctx context.Context, key string, b []byte) error {
	if s.write == nil {
		return errReadOnly()
	}
	if len(b) > MaxDocument {
		return &catalog.Fault{Kind: catalog.TooLarge, Where: key, Err: errors.New("side document over 64 MB")}
	}
	if b == nil {
		b = []byte{}
	}
	_, err := s.write.ExecContext(ctx,
		"INSERT INTO document (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value", key, b)
	return fault("write document "+key, err)
}

func errReadOnly() error {
	return catalog.NewFault(catalog.Internal, "store", "kho dữ liệu chỉ mở để đọc", "the store is open for reading only")
}

func noStore(dir string) error {
	return catalog.NewFault(catalog.NotFound, dir, "thư mục "+dir+" chưa có kho dữ liệu; hãy chạy `honglinh ingest` trước",
		"there is no catalogue in "+dir+"; run `honglinh ingest` first")
}
