-- name: GetSetting :one
SELECT * FROM setting WHERE key = ?;

-- name: AllSettings :many
SELECT * FROM setting ORDER BY key;

-- name: AddSetting :execrows
INSERT INTO setting (key, version, json) VALUES (?, 1, ?) ON CONFLICT (key) DO NOTHING;

-- name: ReplaceSetting :execrows
UPDATE setting SET version = version + 1, json = ? WHERE key = ? AND version = ?;

-- name: GetTemplate :one
SELECT * FROM template WHERE id = ?;

-- name: AllTemplates :many
SELECT * FROM template ORDER BY name, id;

-- name: AddTemplate :execrows
INSERT INTO template (id, name, version, json) VALUES (?, ?, 1, ?) ON CONFLICT (id) DO NOTHING;

-- name: ReplaceTemplate :execrows
UPDATE template SET version = version + 1, name = ?, json = ? WHERE id = ? AND version = ?;

-- name: DropTemplate :execrows
DELETE FROM template WHERE id = ? AND version = ?;

-- name: PutScreen :exec
INSERT INTO screen (node_id, name, view, tournament_id, last_seen_at) VALUES (?, ?, ?, ?, ?)
ON CONFLICT (node_id) DO UPDATE SET name = excluded.name, view = excluded.view,
    tournament_id = excluded.tournament_id, last_seen_at = excluded.last_seen_at;

-- name: GetScreen :one
SELECT * FROM screen WHERE node_id = ?;

-- name: AllScreens :many
SELECT * FROM screen ORDER BY name, node_id;

-- name: SawScreen :execrows
UPDATE screen SET last_seen_at = ? WHERE node_id = ?;

-- name: DropScreen :execrows
DELETE FROM screen WHERE node_id = ?;
