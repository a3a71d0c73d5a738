#!/usr/bin/env bash
# A private MariaDB for tests and measurements:  mariadb.sh start DIR [OPTION ...]  prints the connection string;  mariadb.sh stop DIR  ends it.
# What is there from before is served again.
# It listens on a socket below DIR only and touches no other server of the machine.
set -euo pipefail
action=${1:?start or stop} dir=${2:?directory}

case $action in
start)
    mkdir -p "$dir"
    [ "$(id -u)" -eq 0 ] && user=(--user=root) || user=()
    [ -d "$dir/data/mysql" ] || mariadb-install-db --no-defaults "${user[@]}" --auth-root-authentication-method=normal --skip-test-db \
        --datadir="$dir/data" >"$dir/install.log" 2>&1
    # innodb_flush_log_at_trx_commit stays at 1: what is tested is what a reply promises.
    mariadbd --no-defaults "${user[@]}" --datadir="$dir/data" --socket="$dir/s" --pid-file="$dir/pid" --skip-networking \
        --skip-log-bin --character-set-server=utf8mb4 --innodb-buffer-pool-size=256M --max-connections=500 "${@:3}" \
        >"$dir/server.log" 2>&1 </dev/null &
    disown
    for _ in $(seq 300); do
        if mariadb-admin --no-defaults --socket="$dir/s" --user=root ping >/dev/null 2>&1; then
            echo "Server=$dir/s;Protocol=unix;User=root;SslMode=None"
            exit 0
        fi
        sleep 0.1
    done
    echo "MariaDB did not start:" >&2
    tail -20 "$dir/server.log" >&2
    exit 1
    ;;
stop)
    [ -f "$dir/pid" ] || exit 0
    pid=$(cat "$dir/pid")
    kill "$pid" 2>/dev/null || exit 0
    for _ in $(seq 300); do
        kill -0 "$pid" 2>/dev/null || exit 0
        sleep 0.1
    done
    kill -9 "$pid" 2>/dev/null || true
    ;;
*)
    echo "start or stop" >&2
    exit 2
    ;;
esac
