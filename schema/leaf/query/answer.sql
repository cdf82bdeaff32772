-- name: PutAnswer :execrows
-- An answer older than the retention may be replaced before the purge found it.
INSERT INTO answer (scope, key, route, body_hash, status, content_type, etag, body, at)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
ON CONFLICT (scope, key) DO UPDATE SET
    route = excluded.route, body_hash = excluded.body_hash, status = excluded.status,
    content_type = excluded.content_type, etag = excluded.etag, body = excluded.body, at = excluded.at
WHERE answer.at <= excluded.at - 86400000;

-- name: GetAnswer :one
SELECT scope, key, route, body_hash, status, content_type, etag, body, at FROM answer
WHERE scope = ? AND key = ? AND at > ?;

-- name: PurgeAnswers :execrows
-- Answers are numbered in the order they were given, so the oldest are the first.
DELETE FROM answer WHERE answer.n IN (SELECT a.n FROM answer a ORDER BY a.n LIMIT 500) AND answer.at <= ?;
