#!/usr/bin/env bash
# Formatting, vet, the repo's own rules, types of the front end.
set -euo pipefail
cd "$(dirname "$0")/.."
unformatted=$(git ls-files -z '*.go' | xargs -0 gofmt -l)
if [ -n "$unformatted" ]; then
	echo "not formatted: $unformatted" >&2
	exit 1
fi
go vet ./...
go test -count=1 ./internal/tidy
(cd frontend && npm run --silent check)
