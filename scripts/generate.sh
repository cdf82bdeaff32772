#!/usr/bin/env bash
# Everything that is generated and committed: queries, the API's description, its client.
set -euo pipefail
cd "$(dirname "$0")/.."
go run github.com/sqlc-dev/sqlc/cmd/sqlc@v1.31.1 generate
go test -count=1 -run TestTheCommittedContract ./internal/leaf/api -update
(cd frontend && npm run --silent api)
git status --short
