-- name: AddPlayer :exec
INSERT INTO player (id, version, name, short_name, phone, email, note, shown_as, created_at, erased_at, folded, digits, words)
VALUES (?, 1, ?, ?, ?, ?, ?, ?, ?, NULL, ?, ?, ?);

-- name: GetPlayer :one
SELECT * FROM player WHERE id = ?;

-- name: AllPlayers :many
SELECT * FROM player ORDER BY folded, id;

-- name: SearchPlayers :many
SELECT * FROM player
WHERE erased_at IS NULL AND instr(words, ?) > 0 AND instr(words, ?) > 0 AND instr(words, ?) > 0 AND instr(words, ?) > 0
ORDER BY folded, id LIMIT ?;

-- name: PlayersFolded :many
SELECT * FROM player WHERE erased_at IS NULL AND folded = ? AND folded <> '' ORDER BY created_at, id;

-- name: PlayersByDigits :many
SELECT * FROM player WHERE erased_at IS NULL AND digits = ? AND digits <> '' ORDER BY created_at, id;

-- name: ChangePlayer :execrows
UPDATE player SET version = version + 1, name = ?, short_name = ?, phone = ?, email = ?, note = ?, shown_as = ?, folded = ?, digits = ?, words = ?
WHERE id = ? AND version = ? AND erased_at IS NULL;

-- name: ErasePlayer :execrows
UPDATE player SET version = version + 1, name = '', short_name = '', phone = '', email = '', note = '', shown_as = 'hidden',
    folded = '', digits = '', words = '', erased_at = ?
WHERE id = ? AND erased_at IS NULL;
