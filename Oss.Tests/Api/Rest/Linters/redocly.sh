#!/usr/bin/env bash
# Redocly's strictest rules on an OpenAPI document; it calls nobody.
set -euo pipefail
here=$(dirname "$0")
export REDOCLY_TELEMETRY=off REDOCLY_SUPPRESS_UPDATE_NOTICE=true
modules=$(bash "$here/../../npm.sh" @redocly/cli 2.77.0)
"$modules/.bin/redocly" lint --config "$here/redocly.yaml" "$1"
