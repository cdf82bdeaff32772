-- name: RelayConfirmed :one
SELECT epoch, seq FROM relay_position WHERE one = 1;

-- name: ConfirmRelay :exec
INSERT INTO relay_position (one, epoch, seq) VALUES (1, ?, ?)
ON CONFLICT (one) DO UPDATE SET epoch = excluded.epoch, seq = excluded.seq;

-- name: AddBackup :exec
INSERT INTO backup (id, path, made_at, size, verified_at, head_epoch, head_seq, head_hash) VALUES (?, ?, ?, ?, ?, ?, ?, ?);

-- name: AllBackups :many
SELECT * FROM backup ORDER BY made_at DESC, id DESC;

-- name: DropBackup :execrows
DELETE FROM backup WHERE id = ?;
