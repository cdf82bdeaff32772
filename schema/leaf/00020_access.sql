-- Who works here, on which devices, and how they prove it. Names of staff are
-- personal data and stand in this file's tables only. Nothing here is a secret
-- that opens anything by itself: tokens, codes and PINs are kept as hashes.

-- +goose Up

CREATE TABLE staff (
    id       TEXT    PRIMARY KEY,
    version  INTEGER NOT NULL CHECK (version > 0),
    name     TEXT    NOT NULL,
    initials TEXT    NOT NULL,
    colour   TEXT    NOT NULL,
    role     TEXT    NOT NULL CHECK (role IN ('owner', 'director', 'floor', 'cashier')),
    pin_hash TEXT    NOT NULL,
    disabled INTEGER NOT NULL CHECK (disabled IN (0, 1))
) STRICT;

CREATE TABLE device (
    id         TEXT    PRIMARY KEY,
    name       TEXT    NOT NULL,
    token_hash TEXT    NOT NULL UNIQUE,
    paired_by  TEXT    NOT NULL,
    paired_at  INTEGER NOT NULL,
    seen_at    INTEGER NOT NULL,
    unpaired   INTEGER NOT NULL CHECK (unpaired IN (0, 1))
) STRICT;

CREATE TABLE session (
    id         TEXT    PRIMARY KEY,
    token_hash TEXT    NOT NULL UNIQUE,
    staff      TEXT    NOT NULL REFERENCES staff (id),
    device     TEXT    NOT NULL REFERENCES device (id),
    made_at    INTEGER NOT NULL,
    seen_at    INTEGER NOT NULL
) STRICT;

CREATE INDEX session_staff ON session (staff);

CREATE INDEX session_device ON session (device);

CREATE TABLE pairing (
    id          TEXT    PRIMARY KEY,
    code_hash   TEXT    NOT NULL,
    device_name TEXT    NOT NULL,
    made_by     TEXT    NOT NULL,
    expires_at  INTEGER NOT NULL
) STRICT;

-- Wrong PINs by person and device. "nobody" stands for every id that is not
-- somebody who works here, so staff is no reference.
CREATE TABLE attempt (
    staff   TEXT    NOT NULL,
    device  TEXT    NOT NULL,
    count   INTEGER NOT NULL CHECK (count > 0),
    last_at INTEGER NOT NULL,
    PRIMARY KEY (staff, device)
) STRICT;

-- One row: the recovery code in use, and a value that tells whether the key file
-- found at start is the one these PINs were kept under.
CREATE TABLE recovery (
    one       INTEGER PRIMARY KEY CHECK (one = 1),
    code_hash TEXT    NOT NULL,
    key_check TEXT    NOT NULL,
    made_at   INTEGER NOT NULL
) STRICT;
