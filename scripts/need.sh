#!/usr/bin/env bash
# scripts/need.sh chromium qemu gcc ...: installs the tools named that are missing, with the
# system's package manager, and says what to install where it may not.
set -euo pipefail

declare -A package=([chromium]=chromium [qemu-aarch64-static]=qemu-user-static [gcc]="gcc libc6-dev")
missing=()
for tool in "$@"; do
	command -v "$tool" >/dev/null || missing+=(${package[$tool]:-$tool})
done
[ ${#missing[@]} -gt 0 ] || exit 0

as=()
if [ "$(id -u)" != 0 ]; then
	as=(sudo -n)
	if ! sudo -n true 2>/dev/null; then
		echo "please install: ${missing[*]}" >&2
		exit 1
	fi
fi
if ! command -v apt-get >/dev/null; then
	echo "please install: ${missing[*]} (by their Debian names)" >&2
	exit 1
fi
echo "installing ${missing[*]}"
export DEBIAN_FRONTEND=noninteractive
log=$(mktemp)
if ! { "${as[@]}" apt-get update -qq && "${as[@]}" apt-get install -y -qq --no-install-recommends "${missing[@]}"; } >"$log" 2>&1; then
	tail -20 "$log" >&2
	exit 1
fi
