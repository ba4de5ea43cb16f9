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
// SQL file each: version holds every version ever published, its rowid is the
// change sequence; current points at the newest version of each id; link holds
// the links of live records, for backlinks.
//
//go:embed migrations/*.sql
var migrations embed.FS

// schemaVersion is the last of the steps; a file with a higher one was written by
// a newer program and is not touched.
const schemaVersion = 2

func steps() fs.FS {
	sub, err := fs.Sub(migrations, "migrations")
	if err != nil {
		panic(err) // the folder is embedded above
	}
	return sub
}

// migrate brings the file to the last step. Each step with its number is one
// transaction: an upgrade that was interrupted goes on where it stood.
func migrate(ctx context.Context, db *sql.DB, steps fs.FS) error {
	found, err := fileVersion(ctx, db)
	if err != nil {
		return err
	}
	if found > schemaVersion {
		return newerFault(found)
	}
	p, err := goose.NewProvider(goose.DialectCustom, db, steps, goose.WithStore(ledger{}), goose.WithDisableGlobalRegistry(true))
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

// asker is a database, a connection or a transaction.
type asker interface {
	QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row
}

func newerFault(found int64) error {
	return catalog.NewFault(catalog.Internal, fileName,
		fmt.Sprintf("kho dữ liệu theo lược đồ %d do một phiên bản mới hơn của chương trình ghi; hãy dùng phiên bản đó", found),
		fmt.Sprintf("the store has schema %d, written by a newer program; this one knows %d: use the newer program", found, schemaVersion))
}

func olderFault(found int64) error {
	return catalog.NewFault(catalog.Internal, fileName,
		fmt.Sprintf("kho dữ liệu theo lược đồ %d của một phiên bản cũ; hãy chạy `honglinh serve` hoặc `honglinh ingest` một lần để nâng lên %d", found, schemaVersion),
		fmt.Sprintf("the store has schema %d of an older program; run `honglinh serve` or `honglinh ingest` once to bring it to %d", found, schemaVersion))
}
