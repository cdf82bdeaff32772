#!/usr/bin/env bash
# scripts/build.sh: the front ends, then bin/leaf and bin/feltctl of this machine.
set -euo pipefail
cd "$(dirname "$0")/.."
frontend/build.sh
source scripts/version.sh
go build -ldflags "$stamp" -o bin/ ./cmd/leaf ./cmd/feltctl # as the tests build, so that nothing is compiled twice
