#!/usr/bin/env bash
# npm.sh PACKAGE VERSION prints a folder of modules with that package, which is fetched once into the user's cache: it is in no Debian package.
# Without that cache and without a network this fails and says so.
set -euo pipefail
cache=${XDG_CACHE_HOME:-$HOME/.cache}/oss-tests/npm-${1//[@\/]/-}-$2
if [ ! -d "$cache" ]; then
    mkdir -p "$(dirname "$cache")"
    fresh=$(mktemp -d "$cache.XXXXXX")
    trap 'rm -rf "$fresh"' EXIT
    echo '{"private": true}' >"$fresh/package.json"
    npm install --prefix "$fresh" --no-audit --no-fund --ignore-scripts --loglevel=error "$1@$2" >&2
    # Two tests at once: whoever is second finds it there.
    mv -T "$fresh" "$cache" 2>/dev/null || [ -d "$cache" ]
fi
echo "$cache/node_modules"
