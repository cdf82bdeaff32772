# Sourced by the builds: what the binaries say of themselves. The day is that of the commit,
# so that the same commit gives the same bytes.
commit=$(git rev-parse --short=12 HEAD 2>/dev/null || echo unknown)
[ -z "$(git status --porcelain --untracked-files=no 2>/dev/null)" ] || commit=$commit+
day=$(TZ=UTC git log -1 --format=%cd --date=format-local:%Y-%m-%d 2>/dev/null || echo unknown)
version=$(git describe --tags --match 'v*' 2>/dev/null || echo dev)
stamp="-s -w -X main.version=$version -X main.commit=$commit -X main.built=$day"
