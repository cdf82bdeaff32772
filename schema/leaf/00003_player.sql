-- People. Everything in this table can be erased; events only name the id.

-- +goose Up

CREATE TABLE player (
    id         TEXT    PRIMARY KEY,
    version    INTEGER NOT NULL CHECK (version > 0),
    name       TEXT    NOT NULL,
    short_name TEXT    NOT NULL,
    phone      TEXT    NOT NULL,
    email      TEXT    NOT NULL,
    note       TEXT    NOT NULL,
    shown_as   TEXT    NOT NULL CHECK (shown_as IN ('full', 'short', 'initials', 'hidden')),
    created_at INTEGER NOT NULL,
    erased_at  INTEGER,
    -- For search and for likely duplicates, made from the columns above:
    -- folded is the name in plain small letters, digits the phone's last eight
    -- digits, words both and the e-mail with a space before each word.
    folded     TEXT    NOT NULL,
    digits     TEXT    NOT NULL,
    words      TEXT    NOT NULL
) STRICT;

CREATE INDEX player_folded ON player (folded);

CREATE INDEX player_digits ON player (digits);
