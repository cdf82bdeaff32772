-- name: AppendEvent :exec
INSERT INTO event (seq, epoch, id, venue, stream, stream_seq, action, actor, device, at, name, data, prev, hash)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?);

-- name: EventHead :one
SELECT epoch, seq, hash FROM event ORDER BY seq DESC LIMIT 1;

-- name: StreamHead :one
SELECT stream_seq FROM event WHERE stream = ? ORDER BY stream_seq DESC LIMIT 1;

-- name: EventsAfter :many
SELECT * FROM event WHERE seq > ? ORDER BY seq LIMIT ?;

-- name: EventsOfStream :many
SELECT * FROM event WHERE stream = ? AND stream_seq > ? ORDER BY stream_seq;

-- name: BeginEpoch :exec
INSERT INTO history (epoch, venue, fork_seq, fork_hash, started_at) VALUES (?, ?, ?, ?, ?);

-- name: MoveFork :exec
UPDATE history SET fork_seq = ?, fork_hash = ? WHERE epoch = ?;

-- name: Epochs :many
SELECT * FROM history ORDER BY epoch;

-- name: LastEpoch :one
SELECT * FROM history ORDER BY epoch DESC LIMIT 1;
