-- Records belong to owners of several sorts. Until now every source was a data
-- package, told by its bare name.
-- +goose Up
DROP INDEX current_source;
ALTER TABLE version RENAME COLUMN source TO owner;
ALTER TABLE current RENAME COLUMN source TO owner;
UPDATE version SET owner = 'package/' || owner;
UPDATE current SET owner = 'package/' || owner;
CREATE INDEX current_owner ON current (owner);
