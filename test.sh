#!/usr/bin/env bash
# Installs what the tests need, starts a private MariaDB, runs all tests, prints "N passed, N failed".
set -euo pipefail
cd "$(dirname "$0")"

packages=Oss.Tests/debian-packages.txt
mapfile -t missing < <(grep -vE '^\s*(#|$)' "$packages" | while read -r package; do
    dpkg-query -W -f '${Status}' "$package" 2>/dev/null | grep -q 'ok installed' || echo "$package"
done)
# By its command: nodejs from its makers brings npm along, and Debian's package of it would not go beside.
command -v npm >/dev/null || missing+=(npm)
if [ "${#missing[@]}" -gt 0 ]; then
    echo "Installing: ${missing[*]}"
    as_root=()
    if [ "$(id -u)" -ne 0 ]; then
        if ! sudo -n true 2>/dev/null; then
            echo "These Debian packages are missing and this user may not install them; as root: apt-get install ${missing[*]}" >&2
            exit 1
        fi
        as_root=(sudo -n)
    fi
    "${as_root[@]}" apt-get update -qq
    # Services of these packages must not start: the tests bring up their own, on private ports and directories.
    "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive RUNLEVEL=1 apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
fi
command -v dotnet >/dev/null || { echo "The .NET 10 SDK is missing." >&2; exit 1; }

work=$(mktemp -d)
trap 'Oss.Tests/Databases/mariadb.sh stop "$work/mariadb" || true; rm -rf "$work"' EXIT
trap 'exit 130' INT TERM
OSS_TEST_MARIADB=$(Oss.Tests/Databases/mariadb.sh start "$work/mariadb")
export OSS_TEST_MARIADB

dotnet build Oss.sln -v quiet --nologo
set +e
dotnet run --project Oss.Tests --no-build -- --report-xunit-trx --report-xunit-trx-filename results.trx --results-directory "$work" "$@"
status=$?
set -e

trx="$work/results.trx"
[ -f "$trx" ] || { echo "The test run ended without a report." >&2; exit 1; }
counters=$(grep -o '<Counters [^>]*>' "$trx")
passed=$(sed -E 's/.* passed="([0-9]+)".*/\1/' <<<"$counters")
total=$(sed -E 's/.* total="([0-9]+)".*/\1/' <<<"$counters")
echo "$passed passed, $((total - passed)) failed"
[ "$status" -eq 0 ] && [ "$passed" -eq "$total" ] && [ "$total" -gt 0 ]
