package gpkg

import (
	"context"
	"database/sql"
	"errors"

	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"

	"honglinh/catalog/text/notice"
)

// mostCell is the largest value in bytes that is read of a GeoPackage: four times
// the largest geometry that package datapackage takes.
const mostCell = 64 << 20

// ErrView says that what would be read is no table: a view is a program of the
// file's author, which may never end.
var ErrView error = notice.Of("geopackage-view.only")

// guarded returns a connection on which a file from outside can run nothing of its
// own: no view, no recursion, no function, no value beyond mostCell.
func guarded(ctx context.Context, db *sql.DB) (*sql.Conn, error) {
	c, err := db.Conn(ctx)
	if err != nil {
		return nil, err
	}
	err = c.Raw(func(driver any) error {
		r, ok := driver.(sqlite.AuthorizerRegisterer)
		if !ok {
			return errors.New("the driver of SQLite takes no authorizer")
		}
		return r.RegisterAuthorizer(readTables)
	})
	if err == nil {
		_, err = sqlite.Limit(c, sqlite3.SQLITE_LIMIT_LENGTH, mostCell)
	}
	if err != nil {
		return nil, errors.Join(err, c.Close())
	}
	return c, nil
}

// readTables allows what reading a table takes.
func readTables(action sqlite.AuthorizerActionCode, _, _, _, view string) sqlite.AuthorizerReturnCode {
	if (action == sqlite.AuthSelect || action == sqlite.AuthRead) && view == "" {
		return sqlite.AuthorizerOK
	}
	return sqlite.AuthorizerDeny
}

// stored refuses a name that is not one of an ordinary table.
func stored(ctx context.Context, c *sql.Conn, name string) error {
	var sort string
	var root sql.NullInt64
	err := c.QueryRowContext(ctx, `SELECT type, rootpage FROM sqlite_schema WHERE name = ? COLLATE NOCASE AND type IN ('table', 'view')`, name).Scan(&sort, &root)
	switch {
	case errors.Is(err, sql.ErrNoRows):
		return notice.Of("geopackage-table", clipped(name))
	case err != nil:
		return unread(err)
	case sort != "table":
		return notice.Of("geopackage-view", clipped(name)).Because(ErrView)
	case root.Int64 == 0:
		return notice.Of("geopackage-view.virtual", clipped(name)).Because(ErrView)
	}
	return nil
}
