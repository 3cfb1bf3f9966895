#!/bin/bash
# Stands in for the script of that name in the image postgres: initialises an empty data directory with a server that
# listens on its socket only, runs what is in the directory for that, and starts the server.
set -euo pipefail

if [ ! -s "$PGDATA/PG_VERSION" ]; then
  # shellcheck disable=SC2086
  initdb --username=postgres --pwfile=<(echo "$POSTGRES_PASSWORD") $POSTGRES_INITDB_ARGS --pgdata="$PGDATA"
  shift
  pg_ctl start --pgdata "$PGDATA" --wait --options "$(printf '%q ' "$@" -c listen_addresses=)"
  psql --username postgres --dbname postgres --no-password --command "CREATE DATABASE $POSTGRES_DB"
  for script in "${INITIALISATION:-/docker-entrypoint-initdb.d}"/*.sh; do
    "$script"
  done
  pg_ctl stop --pgdata "$PGDATA" --mode fast --wait
  set -- postgres "$@"
fi
exec "$@"
