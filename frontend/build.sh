#!/usr/bin/env bash
# Builds the apps of the box and puts them where the leaf embeds them. Does nothing when
# they are newer than everything they are made of. One build at a time: the box has few cores.
set -euo pipefail
source "$(dirname "$0")/tools.sh"

out=../internal/leaf/pages/built
stamp=$out/.stamp

if [ -f "$stamp" ] && [ -z "$(find apps packages ./*.json ./*.ts ./*.sh \
	\( -name node_modules -o -name .svelte-kit -o -name build \) -prune -o -type f -newer "$stamp" -print -quit)" ]; then
	echo "frontend: up to date"
	exit 0
fi

for app in operator player display; do
	echo "frontend: building $app"
	(cd "apps/$app" && vite build --logLevel warn)
done

rm -rf "$out"/*
for app in operator player display; do
	cp -r "apps/$app/build" "$out/$app"
done
node compress.mjs "$out"
node sizes.mjs "$out"
touch "$stamp"
