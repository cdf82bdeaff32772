#!/usr/bin/env bash
# The browser tests: the real leaf, its built pages, Debian's Chromium. FELT_LEAF names a
# binary to test; without it the front ends and the leaf are built first.
set -euo pipefail
cd "$(dirname "$0")"
source ../tools.sh

if ! command -v chromium >/dev/null; then
	echo "e2e: installing chromium"
	$([ "$(id -u)" = 0 ] || echo sudo) apt-get install -y -qq chromium >/dev/null
fi
if [ -z "${FELT_LEAF:-}" ]; then
	./build.sh
	echo "e2e: building the leaf"
	(cd .. && go build -o frontend/e2e/.leaf ./cmd/leaf)
	export FELT_LEAF=$PWD/e2e/.leaf
fi

cd e2e
tsc -p .
exec playwright test "$@"
