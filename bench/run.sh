#!/usr/bin/env bash
# Measures this platform beside the servers that others wrote:  bench/run.sh [SCENARIO ...]   (without: all; a wrong name lists them)
# Installs the peers from Debian's packages when they are missing. Everything runs on loopback, on free ports, in temporary directories.
set -euo pipefail
cd "$(dirname "$0")/.."

mapfile -t missing < <(for package in dovecot-imapd dovecot-pop3d dovecot-lmtpd dovecot-sieve postfix sqlite3 mariadb-server; do
    dpkg-query -W -f '${Status}' "$package" 2>/dev/null | grep -q 'ok installed' || echo "$package"
done)
if [ "${#missing[@]}" -gt 0 ]; then
    [ "$(id -u)" -eq 0 ] || { echo "These Debian packages are missing; as root: apt-get install ${missing[*]}" >&2; exit 1; }
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive RUNLEVEL=1 apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
fi

dotnet build Oss.Api -c Release -v quiet --nologo
dotnet build bench/Oss.Bench -c Release -v quiet --nologo
ulimit -n "$(ulimit -Hn)"
exec dotnet bench/Oss.Bench/bin/Release/net10.0/Oss.Bench.dll "$@"
