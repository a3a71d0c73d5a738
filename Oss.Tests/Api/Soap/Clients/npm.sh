#!/usr/bin/env bash
# Runs order.js with npm's soap.
set -euo pipefail
here=$(dirname "$0")
NODE_PATH=$(bash "$here/../../npm.sh" soap 1.13.0)
NODE_PATH=$NODE_PATH node "$here/order.js" "$@"
