package store

import (
	"context"
	"database/sql"
	"fmt"

	"honglinh/catalog"
)

// schemaVersion is kept in SQLite's user_version; a file with a higher one was
// written by a newer program and is not touched.
const schemaVersion = 1

// schema: version holds every version ever published, its rowid is the change
// sequence; current points at the newest version of each id; link holds the
// links of live records, for backlinks.
const schema = `
CREATE TABLE version (
	seq      INTEGER PRIMARY KEY AUTOINCREMENT,
	id       TEXT NOT NULL,
	version  INTEGER NOT NULL,
	removed  INTEGER NOT NULL DEFAULT 0,
	modified INTEGER NOT NULL,
	hash     BLOB NOT NULL,
	source   TEXT NOT NULL,
	body     BLOB,
	UNIQUE (id, version)
) STRICT;
CREATE TABLE current (
	id      TEXT PRIMARY KEY,
	kind    TEXT NOT NULL,
	seq     INTEGER NOT NULL,
	version INTEGER NOT NULL,
	removed INTEGER NOT NULL,
	hash    BLOB NOT NULL,
	source  TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX current_source ON current (source);
CREATE TABLE link (
	from_id TEXT NOT NULL,
	rel     TEXT NOT NULL,
	to_id   TEXT NOT NULL,
	PRIMARY KEY (from_id, rel, to_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX link_to ON link (to_id, rel, from_id);
CREATE TABLE document (
	key   TEXT PRIMARY KEY,
	value BLOB NOT NULL
) STRICT, WITHOUT ROWID;
PRAGMA user_version = 1;
`

func migrate(ctx context.Context, db *sql.DB) error {
	found, err := fileVersion(ctx, db)
	if err != nil || found == schemaVersion {
		return err
	}
	if found > schemaVersion {
		return newerFault(found)
	}
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return fault("create the tables", err)
	}
	defer tx.Rollback()
	if _, err := tx.ExecContext(ctx, schema); err != nil {
		return fault("create the tables", err)
	}
	return fault("create the tables", tx.Commit())
}

func fileVersion(ctx context.Context, db *sql.DB) (int, error) {
	var v int
	err := db.QueryRowContext(ctx, "PRAGMA user_version").Scan(&v)
	return v, fault("read the schema version", err)
}

func newerFault(found int) error {
	return catalog.NewFault(catalog.Internal, fileName,
		fmt.Sprintf("kho dữ liệu theo lược đồ %d do một phiên bản mới hơn của chương trình ghi; hãy dùng phiên bản đó", found),
		fmt.Sprintf("the store has schema %d, written by a newer program; this one knows %d: use the newer program", found, schemaVersion))
}
