-- Staff, devices, sessions and the rest of the door's book.

-- name: AllStaff :many
SELECT * FROM staff ORDER BY id;

-- name: PutStaff :exec
INSERT INTO staff (id, version, name, initials, colour, role, pin_hash, disabled) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
ON CONFLICT (id) DO UPDATE SET version = excluded.version, name = excluded.name, initials = excluded.initials,
    colour = excluded.colour, role = excluded.role, pin_hash = excluded.pin_hash, disabled = excluded.disabled;

-- name: AllDevices :many
SELECT * FROM device ORDER BY id;

-- name: PutDevice :exec
INSERT INTO device (id, name, token_hash, paired_by, paired_at, seen_at, unpaired) VALUES (?, ?, ?, ?, ?, ?, ?)
ON CONFLICT (id) DO UPDATE SET name = excluded.name, token_hash = excluded.token_hash, seen_at = excluded.seen_at,
    unpaired = excluded.unpaired;

-- name: AllSessions :many
SELECT * FROM session ORDER BY id;

-- name: PutSession :exec
INSERT INTO session (id, token_hash, staff, device, made_at, seen_at) VALUES (?, ?, ?, ?, ?, ?)
ON CONFLICT (id) DO UPDATE SET seen_at = excluded.seen_at;

-- name: EndSession :exec
DELETE FROM session WHERE id = ?;

-- name: AllPairings :many
SELECT * FROM pairing ORDER BY id;

-- name: PutPairing :exec
INSERT INTO pairing (id, code_hash, device_name, made_by, expires_at) VALUES (?, ?, ?, ?, ?);

-- name: EndPairing :exec
DELETE FROM pairing WHERE id = ?;

-- name: AllAttempts :many
SELECT * FROM attempt ORDER BY staff, device;

-- name: PutAttempt :exec
INSERT INTO attempt (staff, device, count, last_at) VALUES (?, ?, ?, ?)
ON CONFLICT (staff, device) DO UPDATE SET count = excluded.count, last_at = excluded.last_at;

-- name: ForgiveAttempts :exec
DELETE FROM attempt WHERE staff = ? AND device = ?;

-- name: GetRecovery :one
SELECT * FROM recovery WHERE one = 1;

-- name: PutRecovery :exec
INSERT INTO recovery (one, code_hash, key_check, made_at) VALUES (1, ?, ?, ?)
ON CONFLICT (one) DO UPDATE SET code_hash = excluded.code_hash, key_check = excluded.key_check, made_at = excluded.made_at;
