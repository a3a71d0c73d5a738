#!/usr/bin/env bash
# Builds and starts the whole platform on SQLite and ./data.  ./run.sh --demo adds a demo tenant with mail.
# Any setting may follow, e.g.  ./run.sh --Oss:Listen:Imap=127.0.0.1:1143
set -euo pipefail
cd "$(dirname "$0")"

if ! command -v dotnet >/dev/null || ! dotnet --list-sdks | grep -q '^10\.'; then
    echo "The .NET 10 SDK is missing. Install it (Debian: dotnet-sdk-10.0, else https://dot.net/download) and start again." >&2
    exit 1
fi

log=$(mktemp)
if ! dotnet build Oss.Api -c Release -v quiet --nologo >"$log" 2>&1; then
    cat "$log" >&2
    rm -f "$log"
    echo "The build failed; see above." >&2
    exit 1
fi
rm -f "$log"

exec dotnet Oss.Api/bin/Release/net10.0/Oss.Api.dll "$@"
