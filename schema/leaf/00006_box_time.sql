-- +goose Up

-- The last moment of box time kept, overwritten about every two seconds outside
-- the event log: where clocks resume after a power cut. One row.
CREATE TABLE box_time (
    one     INTEGER PRIMARY KEY CHECK (one = 1),
    boot    TEXT    NOT NULL,
    box_ms  INTEGER NOT NULL,
    boot_ms INTEGER NOT NULL,
    wall_ms INTEGER NOT NULL
) STRICT;
