#!/usr/bin/env bash
# frontend/run.sh check | test | e2e | api | dev <app>
set -euo pipefail
source "$(dirname "$0")/tools.sh"

case "${1:-}" in
check) # types of every app and package
	for app in operator player display; do
		(cd "apps/$app" && svelte-kit sync && svelte-check --tsconfig ./tsconfig.json --fail-on-warnings)
	done
	;;
test) # unit tests
	shift
	vitest run "$@"
	;;
e2e) # browser tests, against a real box
	shift
	exec e2e/run.sh "$@"
	;;
api) # the client's types, from the committed description of the API
	openapi-typescript ../api/openapi.json -o packages/api/src/schema.d.ts
	;;
dev) # one app with hot reload; the API and the socket are those of a running leaf
	cd "apps/$2" && vite dev
	;;
*)
	sed -n 2p "$0"
	exit 2
	;;
esac
