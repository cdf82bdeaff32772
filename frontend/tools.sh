# Sourced by the scripts here: installs the packages of the lock file when they are not the
# ones installed, and puts the Node that belongs to the project first in PATH.
cd "$(dirname "${BASH_SOURCE[0]}")"

want=$(sha256sum package-lock.json | cut -d' ' -f1)
if [ "$(cat node_modules/.lock 2>/dev/null)" != "$want" ]; then
	echo "frontend: installing packages"
	npm ci --no-audit --no-fund --loglevel=error
	echo "$want" >node_modules/.lock
fi

for bin in node_modules/node-*/bin; do
	[ -x "$bin/node" ] && PATH="$PWD/$bin:$PATH"
done
PATH="$PWD/node_modules/.bin:$PATH"
export PATH
