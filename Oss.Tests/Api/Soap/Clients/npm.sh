#!/usr/bin/env bash
# Runs order.js with npm's soap, which is fetched once into the user's cache: it is in no Debian package. Without that cache and without a network this fails and says so.
set -euo pipefail
version=1.13.0
cache=${XDG_CACHE_HOME:-$HOME/.cache}/oss-tests/npm-soap-$version
if [ ! -d "$cache" ]; then
    mkdir -p "$(dirname "$cache")"
    fresh=$(mktemp -d "$cache.XXXXXX")
    trap 'rm -rf "$fresh"' EXIT
    echo '{"private": true}' >"$fresh/package.json"
    npm install --prefix "$fresh" --no-audit --no-fund --ignore-scripts --loglevel=error "soap@$version" >&2
    # Two tests at once: whoever is second finds it there.
    mv -T "$fresh" "$cache" 2>/dev/null || [ -d "$cache" ]
fi
NODE_PATH="$cache/node_modules" node "$(dirname "$0")/order.js" "$@"
