package sqlite

import (
	"context"
	"database/sql"
	"embed"
	"fmt"
	"io/fs"

	"github.com/pressly/goose/v3"

	"honglinh/catalog"
)

// migrations are the steps from an empty file to the schema of this program, one
// SQL file each.
//
//go:embed migrations/*/*.sql
var migrations embed.FS

// schema is what a file holds, and how it comes to it.
type schema struct {
	file string
	// version is the last of the steps; a file with a higher one was written by a
	// newer program and is not touched.
	version int64
	steps   fs.FS
}

// records is the file of the records: version holds every version ever published,
// its rowid is the change sequence; current points at the newest version of each
// id; link holds the links of live records, for backlinks.
func records() schema { return schema{"catalogue.sqlite", 2, stepsIn("records")} }

// Schema is the version of the schema of the records that this program writes.
func Schema() int64 { return records().version }

// people is the file of the private store.
func people() schema { return schema{"private.sqlite", 1, stepsIn("private")} }

func stepsIn(folder string) fs.FS {
	sub, err := fs.Sub(migrations, "migrations/"+folder)
	if err != nil {
		panic(err) // the folder is embedded above
	}
	return sub
}

// migrate brings the file to the last step. Each step with its number is one
// transaction: an upgrade that was interrupted goes on where it stood.
func (s schema) migrate(ctx context.Context, db *sql.DB) error {
	found, err := fileVersion(ctx, db)
	if err != nil {
		return err
	}
	if found > s.version {
		return s.newer(found)
	}
	p, err := goose.NewProvider(goose.DialectCustom, db, s.steps, goose.WithStore(ledger{}), goose.WithDisableGlobalRegistry(true))
	if err != nil {
		return fmt.Errorf("store: read the steps of the schema: %w", err)
	}
	_, err = p.Up(ctx)
	return fault("bring the tables up to date", err)
}

func fileVersion(ctx context.Context, db asker) (int64, error) {
	var v int64
	err := db.QueryRowContext(ctx, "PRAGMA user_version").Scan(&v)
	return v, fault("read the schema version", err)
}

// readable holds the schema of a file against the program's, which a reader
// cannot change.
func (s schema) readable(ctx context.Context, db *sql.DB, dir string) error {
	v, err := fileVersion(ctx, db)
	switch {
	case err != nil:
		return err
	case v == 0:
		return noStore(dir)
	case v < s.version:
		return s.older(v)
	case v > s.version:
		return s.newer(v)
	}
	return nil
}

// asker is a database, a connection or a transaction.
type asker interface {
	QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row
}

func (s schema) newer(found int64) error {
	return catalog.NewFault(catalog.Internal, s.file,
		fmt.Sprintf("kho dữ liệu theo lược đồ %d do một phiên bản mới hơn của chương trình ghi; hãy dùng phiên bản đó", found),
		fmt.Sprintf("the store has schema %d, written by a newer program; this one knows %d: use the newer program", found, s.version))
}

func (s schema) older(found int64) error {
	return catalog.NewFault(catalog.Internal, s.file,
		fmt.Sprintf("kho dữ liệu theo lược đồ %d của một phiên bản cũ; hãy chạy `honglinh serve` hoặc `honglinh ingest` một lần để nâng lên %d", found, s.version),
		fmt.Sprintf("the store has schema %d of an older program; run `honglinh serve` or `honglinh ingest` once to bring it to %d", found, s.version))
}
