-- +goose Up
CREATE TABLE document (
	collection TEXT NOT NULL,
	id         TEXT NOT NULL,
	version    INTEGER NOT NULL,
	modified   INTEGER NOT NULL,
	subject    TEXT NOT NULL,
	keys       TEXT NOT NULL,
	due        INTEGER,
	claims     INTEGER NOT NULL,
	expires    INTEGER,
	body       BLOB NOT NULL,
	UNIQUE (collection, id)
) STRICT;
CREATE INDEX document_due ON document (collection, due, id) WHERE due IS NOT NULL;
CREATE INDEX document_expires ON document (expires) WHERE expires IS NOT NULL;
CREATE INDEX document_subject ON document (subject) WHERE subject <> '';
-- What documents are listed by.
CREATE TABLE key (
	collection TEXT NOT NULL,
	name       TEXT NOT NULL,
	value      TEXT NOT NULL,
	id         TEXT NOT NULL,
	PRIMARY KEY (collection, name, value, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX key_document ON key (collection, id);
CREATE TABLE entry (
	seq      INTEGER PRIMARY KEY,
	at       INTEGER NOT NULL,
	role     TEXT NOT NULL,
	action   TEXT NOT NULL,
	target   TEXT NOT NULL,
	edition  INTEGER NOT NULL,
	subject  TEXT NOT NULL,
	personal BLOB,
	salt     BLOB,
	digest   BLOB NOT NULL,
	hash     BLOB NOT NULL
) STRICT;
CREATE INDEX entry_subject ON entry (subject) WHERE subject <> '';
-- The versions given, and the entry that was appended last: a log that lost its
-- end is found by it.
CREATE TABLE counter (
	one     INTEGER PRIMARY KEY CHECK (one = 1),
	version INTEGER NOT NULL,
	seq     INTEGER NOT NULL,
	hash    BLOB NOT NULL
) STRICT;
INSERT INTO counter (one, version, seq, hash) VALUES (1, 0, 0, zeroblob(32));
