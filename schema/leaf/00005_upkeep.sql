-- What the box notes for itself.

-- +goose Up

-- How far the cloud has confirmed the chain. One row.
CREATE TABLE relay_position (
    one   INTEGER PRIMARY KEY CHECK (one = 1),
    epoch INTEGER NOT NULL,
    seq   INTEGER NOT NULL
) STRICT;

CREATE TABLE backup (
    id          TEXT    PRIMARY KEY,
    path        TEXT    NOT NULL UNIQUE,
    made_at     INTEGER NOT NULL,
    size        INTEGER NOT NULL,
    verified_at INTEGER NOT NULL,
    head_epoch  INTEGER NOT NULL,
    head_seq    INTEGER NOT NULL,
    head_hash   TEXT    NOT NULL
) STRICT;
