#!/usr/bin/env bash
# Writes db/sqlite/schema.sql and db/mysql/schema.sql anew from the migrations. Needs no database.
set -euo pipefail
cd "$(dirname "$0")/.."
OSS_WRITE_SCHEMA=1 dotnet run --project Oss.Tests -- --filter-method '*.The_sql_in_db_is_what_the_migrations_run'
