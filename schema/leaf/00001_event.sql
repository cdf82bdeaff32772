-- The truth: one chain of events, and the epochs of history it is written in.

-- +goose Up

-- An epoch begins when the file is made and after each restore. The chain goes
-- on from fork_seq, fork_hash: the first event of the epoch has that hash as prev.
CREATE TABLE history (
    epoch      INTEGER PRIMARY KEY CHECK (epoch > 0),
    venue      TEXT    NOT NULL CHECK (venue <> ''),
    fork_seq   INTEGER NOT NULL CHECK (fork_seq >= 0),
    fork_hash  TEXT    NOT NULL,
    started_at INTEGER NOT NULL
) STRICT;

-- The sequence goes on across epochs, so that within one file it alone is the key.
CREATE TABLE event (
    seq        INTEGER PRIMARY KEY CHECK (seq > 0),
    epoch      INTEGER NOT NULL REFERENCES history (epoch),
    id         TEXT    NOT NULL,
    venue      TEXT    NOT NULL,
    stream     TEXT    NOT NULL,
    stream_seq INTEGER NOT NULL CHECK (stream_seq > 0),
    action     TEXT    NOT NULL,
    actor      TEXT    NOT NULL,
    device     TEXT    NOT NULL,
    at         INTEGER NOT NULL,
    name       TEXT    NOT NULL,
    data       BLOB    NOT NULL,
    prev       TEXT    NOT NULL,
    hash       TEXT    NOT NULL
) STRICT;

CREATE UNIQUE INDEX event_id ON event (id);

CREATE UNIQUE INDEX event_stream ON event (stream, stream_seq);

-- +goose StatementBegin
CREATE TRIGGER event_never_edited BEFORE UPDATE ON event BEGIN
    SELECT RAISE(ABORT, 'an event is never edited');
END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER event_never_deleted BEFORE DELETE ON event BEGIN
    SELECT RAISE(ABORT, 'an event is never deleted');
END;
-- +goose StatementEnd

-- The answer to a request with an Idempotency-Key, written in the same
-- transaction as its events and kept for a day. One tree, no rowid and no index on
-- the time: every tree a tap touches makes its commit longer.
CREATE TABLE answer (
    scope        TEXT    NOT NULL,
    key          TEXT    NOT NULL,
    route        TEXT    NOT NULL,
    body_hash    TEXT    NOT NULL,
    status       INTEGER NOT NULL,
    content_type TEXT    NOT NULL,
    etag         TEXT    NOT NULL,
    body         BLOB    NOT NULL,
    at           INTEGER NOT NULL,
    PRIMARY KEY (scope, key)
) STRICT, WITHOUT ROWID;
