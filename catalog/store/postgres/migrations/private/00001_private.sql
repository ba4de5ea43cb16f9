-- +goose Up
CREATE TABLE document (
	collection text COLLATE "C" NOT NULL,
	id         text COLLATE "C" NOT NULL,
	version    bigint NOT NULL,
	modified   timestamptz NOT NULL,
	subject    text COLLATE "C" NOT NULL,
	keys       bytea NOT NULL,
	due        timestamptz,
	claims     integer NOT NULL,
	expires    timestamptz,
	body       bytea NOT NULL,
	PRIMARY KEY (collection, id)
);
CREATE INDEX document_due ON document (collection, due, id) WHERE due IS NOT NULL;
CREATE INDEX document_expires ON document (expires) WHERE expires IS NOT NULL;
CREATE INDEX document_subject ON document (subject) WHERE subject <> '';
-- What documents are listed by.
CREATE TABLE key (
	collection text COLLATE "C" NOT NULL,
	name       text COLLATE "C" NOT NULL,
	value      text COLLATE "C" NOT NULL,
	id         text COLLATE "C" NOT NULL,
	PRIMARY KEY (collection, name, value, id)
);
CREATE INDEX key_document ON key (collection, id);
CREATE TABLE entry (
	seq      bigint PRIMARY KEY,
	at       timestamptz NOT NULL,
	role     text COLLATE "C" NOT NULL,
	action   text COLLATE "C" NOT NULL,
	target   text COLLATE "C" NOT NULL,
	edition  integer NOT NULL,
	subject  text COLLATE "C" NOT NULL,
	personal bytea,
	salt     bytea,
	digest   bytea NOT NULL,
	hash     bytea NOT NULL
);
CREATE INDEX entry_subject ON entry (subject) WHERE subject <> '';
-- The versions given, and the entry that was appended last: a log that lost its
-- end is found by it. Whoever writes holds this row.
CREATE TABLE counter (
	one     integer PRIMARY KEY CHECK (one = 1),
	version bigint NOT NULL,
	seq     bigint NOT NULL,
	hash    bytea NOT NULL
);
INSERT INTO counter (one, version, seq, hash) VALUES (1, 0, 0, decode(repeat('00', 32), 'hex'));
-- A row of each transaction of the last day, by which it is found whether one was kept whose
-- answer was lost.
CREATE TABLE outcome (
	token text COLLATE "C" PRIMARY KEY,
	at    timestamptz NOT NULL
);
CREATE INDEX outcome_at ON outcome (at);
