#!/usr/bin/env bash
# Receives webhooks with the library that the makers of Standard Webhooks give to CRMs.
set -euo pipefail
here=$(dirname "$0")
NODE_PATH=$(bash "$here/../../Api/npm.sh" standardwebhooks 1.1.1)
NODE_PATH=$NODE_PATH exec node "$here/receive.js" "$@"
