-- How the house is set up: settings, tournament templates, screens.

-- +goose Up

CREATE TABLE setting (
    key     TEXT    PRIMARY KEY,
    version INTEGER NOT NULL CHECK (version > 0),
    json    TEXT    NOT NULL
) STRICT;

CREATE TABLE template (
    id      TEXT    PRIMARY KEY,
    name    TEXT    NOT NULL,
    version INTEGER NOT NULL CHECK (version > 0),
    json    TEXT    NOT NULL
) STRICT;

CREATE TABLE screen (
    node_id       TEXT    PRIMARY KEY,
    name          TEXT    NOT NULL,
    view          TEXT    NOT NULL,
    tournament_id TEXT    REFERENCES tournament (id) ON DELETE SET NULL,
    last_seen_at  INTEGER NOT NULL
) STRICT;

CREATE INDEX screen_tournament ON screen (tournament_id);
