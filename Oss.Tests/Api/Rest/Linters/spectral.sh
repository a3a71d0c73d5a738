#!/usr/bin/env bash
# Spectral's rules for OpenAPI; warnings count.
set -euo pipefail
here=$(dirname "$0")
modules=$(bash "$here/../../npm.sh" @stoplight/spectral-cli 6.16.3)
"$modules/.bin/spectral" lint --fail-severity=hint --ruleset "$here/spectral.yaml" "$1"
