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

-- The reading of each tournament's clock, overwritten about every two seconds:
-- where to resume after a power cut. item is the place in the structure.
CREATE TABLE clock_reading (
    tournament TEXT    PRIMARY KEY REFERENCES tournament (id) ON DELETE CASCADE,
    item       INTEGER NOT NULL,
    left_ms    INTEGER NOT NULL,
    running    INTEGER NOT NULL CHECK (running IN (0, 1)),
    wall_ms    INTEGER NOT NULL,
    boot       TEXT    NOT NULL
) STRICT;
