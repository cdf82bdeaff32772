-- name: AddTournament :exec
INSERT INTO tournament (id, name, created_at, closed_at, position) VALUES (?, ?, ?, NULL, ?);

-- name: GetTournament :one
SELECT * FROM tournament WHERE id = ?;

-- name: OpenTournaments :many
SELECT * FROM tournament WHERE closed_at IS NULL ORDER BY position, created_at, id;

-- name: ClosedTournaments :many
SELECT * FROM tournament WHERE closed_at IS NOT NULL ORDER BY closed_at DESC, id DESC LIMIT ?;

-- name: ClosedTournamentsBefore :many
SELECT * FROM tournament WHERE closed_at < ? OR (closed_at = ? AND id < ?)
ORDER BY closed_at DESC, id DESC LIMIT ?;

-- name: RenameTournament :execrows
UPDATE tournament SET name = ? WHERE id = ?;

-- name: MoveTournament :execrows
UPDATE tournament SET position = ? WHERE id = ?;

-- name: CloseTournament :execrows
UPDATE tournament SET closed_at = ? WHERE id = ?;

-- name: PutNote :exec
INSERT INTO note (action, text, at) VALUES (?, ?, ?)
ON CONFLICT (action) DO UPDATE SET text = excluded.text, at = excluded.at;

-- name: GetNote :one
SELECT text FROM note WHERE action = ?;

-- name: EraseNote :exec
DELETE FROM note WHERE action = ?;
