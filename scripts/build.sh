#!/usr/bin/env bash
# scripts/build.sh: the front ends, then bin/leaf and bin/feltctl of this machine.
set -euo pipefail
cd "$(dirname "$0")/.."
frontend/build.sh
source scripts/version.sh
CGO_ENABLED=0 go build -trimpath -ldflags "$stamp" -o bin/ ./cmd/leaf ./cmd/feltctl
