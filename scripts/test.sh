#!/usr/bin/env bash
# Every test there is, part by part. A part that fails does not keep the others from running;
# the time of each is printed at the end, and the exit code says whether all passed.
set -uo pipefail
cd "$(dirname "$0")/.."

names=() times=() results=()
failed=0

# part NAME COMMAND...: runs it and remembers how long it took and whether it passed.
part() {
	local name=$1 start=$SECONDS result=ok
	shift
	echo
	echo "== $name"
	"$@" || { result=FAILED; failed=1; }
	names+=("$name") times+=($((SECONDS - start))) results+=("$result")
}

rules="./internal/poker/... ./internal/event/... ./internal/calc/... ./internal/tidy/..."
racy="./internal/live ./internal/leaf/floor ./internal/leaf/relay" # goroutines that share: under the race detector

rules() { go test -count=1 $rules; }
box() { go test -count=1 $(comm -23 <(go list ./... | sort) <(go list $rules $racy | sort)); }
races() { CGO_ENABLED=1 go test -count=1 -race $racy; }
libsql() { CGO_ENABLED=1 go test -count=1 -tags libsql ./internal/leaf/store/...; }
units() { (cd frontend && npm run --silent test); }
types() { (cd frontend && npm run --silent check); }
browser() { (cd frontend && npm run --silent e2e); }

part "tools" scripts/need.sh chromium qemu-aarch64-static gcc
part "front end, build" frontend/build.sh
part "rules" rules
part "box" box
part "threads, under the race detector" races
part "store, with libsql" libsql
part "front end, types" types
part "front end, units" units
part "browser" browser

echo
echo "== times"
for i in "${!names[@]}"; do
	printf '%5d s  %-6s  %s\n' "${times[$i]}" "${results[$i]}" "${names[$i]}"
done
printf '%5d s  all together\n' "$SECONDS"
exit $failed
