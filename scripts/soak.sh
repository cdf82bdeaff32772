#!/usr/bin/env bash
# The long runs, of which make test takes a sample. FELT_SOAK=100 shortens them.
set -euo pipefail
cd "$(dirname "$0")/.."
rounds=${FELT_SOAK:-1000}
export FELT_SOAK=$rounds FELT_SOAK_KILLS=$rounds FELT_SOAK_BACKLOG=${FELT_SOAK_BACKLOG:-1000000}
go test -count=1 -v -timeout 6h -run 'Nights' ./internal/poker/audit
go test -count=1 -v -timeout 6h -run 'PowerCut|Kill' ./internal/leaf/store
go test -count=1 -v -timeout 6h -run 'Killed|Backlog' ./internal/leaf/relay
