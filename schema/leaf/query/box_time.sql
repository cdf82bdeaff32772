-- name: GetBoxTime :one
SELECT boot, box_ms, boot_ms, wall_ms FROM box_time WHERE one = 1;

-- name: PutBoxTime :exec
INSERT INTO box_time (one, boot, box_ms, boot_ms, wall_ms) VALUES (1, ?, ?, ?, ?)
ON CONFLICT (one) DO UPDATE SET boot = excluded.boot, box_ms = excluded.box_ms,
    boot_ms = excluded.boot_ms, wall_ms = excluded.wall_ms;
