-- name: PutAnswer :execrows
-- An answer older than the retention may be replaced before the purge found it.
INSERT INTO answer (scope, key, route, body_hash, status, content_type, etag, body, at)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
ON CONFLICT (scope, key) DO UPDATE SET
    route = excluded.route, body_hash = excluded.body_hash, status = excluded.status,
    content_type = excluded.content_type, etag = excluded.etag, body = excluded.body, at = excluded.at
WHERE answer.at <= excluded.at - 86400000;

-- name: GetAnswer :one
SELECT * FROM answer WHERE scope = ? AND key = ? AND at > ?;

-- name: ExpiredAnswers :many
SELECT scope, key FROM answer WHERE at <= ? LIMIT 100;

-- name: DropExpiredAnswer :exec
DELETE FROM answer WHERE scope = ? AND key = ? AND at <= ?;
