-- +goose Up
-- Every version ever published; seq is the change sequence.
CREATE TABLE version (
	seq      bigint PRIMARY KEY,
	id       text COLLATE "C" NOT NULL,
	version  integer NOT NULL,
	removed  boolean NOT NULL,
	modified timestamptz NOT NULL,
	hash     bytea NOT NULL,
	owner    text COLLATE "C" NOT NULL,
	body     bytea,
	UNIQUE (id, version)
);
-- The newest version of each id.
CREATE TABLE current (
	id      text COLLATE "C" PRIMARY KEY,
	kind    text COLLATE "C" NOT NULL,
	seq     bigint NOT NULL,
	version integer NOT NULL,
	removed boolean NOT NULL,
	hash    bytea NOT NULL,
	owner   text COLLATE "C" NOT NULL
) WITH (fillfactor = 85);
CREATE INDEX current_owner ON current (owner);
CREATE INDEX current_kind ON current (kind, id);
-- The links of live records, for backlinks.
CREATE TABLE link (
	from_id text COLLATE "C" NOT NULL,
	rel     text COLLATE "C" NOT NULL,
	to_id   text COLLATE "C" NOT NULL,
	PRIMARY KEY (from_id, rel, to_id)
);
CREATE INDEX link_to ON link (to_id, rel, from_id);
CREATE TABLE document (
	key   text COLLATE "C" PRIMARY KEY,
	value bytea NOT NULL
);
-- The last change, and the lease of who writes: only the writer of the last lease may.
CREATE TABLE counter (
	one      integer PRIMARY KEY CHECK (one = 1),
	identity uuid NOT NULL DEFAULT gen_random_uuid(),
	seq      bigint NOT NULL,
	lease    bigint NOT NULL,
	holder   text NOT NULL
);
INSERT INTO counter (one, seq, lease, holder) VALUES (1, 0, 0, '');
-- A row of each transaction of the last day, by which it is found whether one was kept whose
-- answer was lost.
CREATE TABLE outcome (
	token text COLLATE "C" PRIMARY KEY,
	at    timestamptz NOT NULL
);
CREATE INDEX outcome_at ON outcome (at);
