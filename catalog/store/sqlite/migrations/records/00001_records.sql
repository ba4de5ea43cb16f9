-- +goose Up
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
