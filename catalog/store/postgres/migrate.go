package postgres

import (
	"context"
	"database/sql"
	"embed"
	"errors"
	"fmt"
	"io/fs"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/stdlib"
	"github.com/pressly/goose/v3"
	goosedb "github.com/pressly/goose/v3/database"
	gooselock "github.com/pressly/goose/v3/lock"

	"honglinh/catalog"
)

// migrations are the steps from an empty schema to that of this program, one SQL file each.
//
//go:embed migrations/*/*.sql
var migrations embed.FS

// stepTable is where a schema keeps which steps it has seen.
const stepTable = "schema_step"

// layout is what a schema holds, and how it comes to it.
type layout struct {
	// version is the last of the steps; a schema with a higher one was written by a newer
	// program and is not touched.
	version int64
	steps   fs.FS
}

func records() layout { return layout{1, stepsIn("records")} }
func people() layout  { return layout{1, stepsIn("private")} }

// Schema is the version of the schema of the records that this program writes.
func Schema() int64 { return records().version }

func stepsIn(folder string) fs.FS {
	sub, err := fs.Sub(migrations, "migrations/"+folder)
	if err != nil {
		panic(err) // the folder is embedded above
	}
	return sub
}

// migrate makes the schema of an address, if it is not there, and brings it to the last step.
// Each step with its number is one transaction: an upgrade that was interrupted goes on where
// it stood. Processes that do so at once take turns.
func (l layout) migrate(ctx context.Context, a Address) error {
	const op = "bring the tables up to date"
	c, err := a.connConfig()
	if err != nil {
		return err
	}
	db := stdlib.OpenDB(*c)
	defer db.Close()
	found, err := l.found(ctx, db, a)
	if err != nil || found == l.version {
		return err
	}
	if found > l.version {
		return l.newer(a, found)
	}
	if err := checkEncoding(ctx, db, a); err != nil {
		return err
	}
	steps, err := goosedb.NewStore(goosedb.DialectPostgres, a.schema+"."+stepTable)
	if err != nil {
		return fmt.Errorf("store: read the steps of the schema: %w", err)
	}
	turns, err := gooselock.NewPostgresSessionLocker(gooselock.WithLockID(a.lockKey()+1), gooselock.WithLockTimeout(1, 60))
	if err != nil {
		return fmt.Errorf("store: read the steps of the schema: %w", err)
	}
	if err := makeSchema(ctx, db, a.schema); err != nil {
		return fault(op, err)
	}
	p, err := goose.NewProvider(goose.DialectCustom, db, l.steps, goose.WithStore(steps), goose.WithSessionLocker(turns), goose.WithDisableGlobalRegistry(true))
	if err != nil {
		return fmt.Errorf("store: read the steps of the schema: %w", err)
	}
	_, err = p.Up(ctx)
	return fault(op, err)
}

// makeSchema makes a schema that only its owner may use. Two processes may do so at once.
func makeSchema(ctx context.Context, db *sql.DB, name string) error {
	var there bool
	err := db.QueryRowContext(ctx, "SELECT EXISTS (SELECT 1 FROM pg_namespace WHERE nspname = $1)", name).Scan(&there)
	if err != nil || there {
		return err
	}
	_, err = db.ExecContext(ctx, "CREATE SCHEMA IF NOT EXISTS "+pgx.Identifier{name}.Sanitize())
	if err != nil && db.QueryRowContext(ctx, "SELECT EXISTS (SELECT 1 FROM pg_namespace WHERE nspname = $1)", name).Scan(&there) == nil && there {
		return nil // another was quicker
	}
	return err
}

// checkEncoding refuses a database that cannot hold Vietnamese and everything else.
func checkEncoding(ctx context.Context, db *sql.DB, a Address) error {
	var encoding string
	if err := db.QueryRowContext(ctx, "SHOW server_encoding").Scan(&encoding); err != nil {
		return fault("read the encoding of the database", err)
	}
	if encoding == "UTF8" {
		return nil
	}
	return catalog.NewFault(catalog.Invalid, a.String(), "cơ sở dữ liệu dùng bảng mã "+encoding+"; hãy tạo cơ sở dữ liệu UTF-8: `createdb --encoding UTF8 --template template0 TÊN`",
		"the database is encoded in "+encoding+"; make one in UTF-8: `createdb --encoding UTF8 --template template0 NAME`")
}

// asker is a database of database/sql.
type asker interface {
	QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row
}

// found is the last step that a schema has seen, 0 for none or no schema.
func (l layout) found(ctx context.Context, db asker, a Address) (int64, error) {
	const op = "read the schema version"
	var there bool
	err := patiently(ctx, readPatience, func() error {
		return db.QueryRowContext(ctx, "SELECT to_regclass($1) IS NOT NULL", a.schema+"."+stepTable).Scan(&there)
	})
	if err != nil || !there {
		return 0, ended(ctx, op, err)
	}
	var v int64
	err = db.QueryRowContext(ctx, "SELECT coalesce(max(version_id), 0) FROM "+pgx.Identifier{a.schema, stepTable}.Sanitize()+" WHERE is_applied").Scan(&v)
	return v, ended(ctx, op, err)
}

// readable holds a schema against the program's, which a reader cannot change.
func (l layout) readable(ctx context.Context, a Address) error {
	c, err := a.connConfig()
	if err != nil {
		return err
	}
	db := stdlib.OpenDB(*c)
	v, err := l.found(ctx, db, a)
	err = errors.Join(err, db.Close())
	switch {
	case err != nil:
		return err
	case v == 0:
		return noStore(a.String())
	case v < l.version:
		return l.older(a, v)
	case v > l.version:
		return l.newer(a, v)
	}
	return nil
}

func (l layout) newer(a Address, found int64) error {
	return catalog.NewFault(catalog.Internal, a.String(),
		fmt.Sprintf("kho dữ liệu theo lược đồ %d do một phiên bản mới hơn của chương trình ghi; hãy dùng phiên bản đó", found),
		fmt.Sprintf("the store has schema %d, written by a newer program; this one knows %d: use the newer program", found, l.version))
}

func (l layout) older(a Address, found int64) error {
	return catalog.NewFault(catalog.Internal, a.String(),
		fmt.Sprintf("kho dữ liệu theo lược đồ %d của một phiên bản cũ; hãy chạy `honglinh serve` hoặc `honglinh ingest` một lần để nâng lên %d", found, l.version),
		fmt.Sprintf("the store has schema %d of an older program; run `honglinh serve` or `honglinh ingest` once to bring it to %d", found, l.version))
}
