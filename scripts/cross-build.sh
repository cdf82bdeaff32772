#!/usr/bin/env bash
# scripts/cross-build.sh [FILE]: the leaf for a box with an ARM64 processor, one static file
# without CGO, with the front ends inside if they are built. By default bin/leaf-linux-arm64.
set -euo pipefail
cd "$(dirname "$0")/.."
source scripts/version.sh
out=${1:-bin/leaf-linux-arm64}
GOOS=linux GOARCH=arm64 CGO_ENABLED=0 go build -trimpath -ldflags "$stamp" -o "$out" ./cmd/leaf
