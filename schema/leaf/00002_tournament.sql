-- The list of tournaments, and what hangs on one but is not an event.

-- +goose Up

CREATE TABLE tournament (
    id         TEXT    PRIMARY KEY,
    name       TEXT    NOT NULL,
    created_at INTEGER NOT NULL,
    closed_at  INTEGER,
    position   INTEGER NOT NULL
) STRICT;

CREATE INDEX tournament_closed ON tournament (closed_at);

-- Free text a person typed for an action. It may describe people, so it stays
-- out of the events and can be erased.
CREATE TABLE note (
    action TEXT    PRIMARY KEY,
    text   TEXT    NOT NULL,
    at     INTEGER NOT NULL
) STRICT;
