#!/bin/sh
# Runs SQL files of this directory on the primary, as its superuser: apply.sh roles slot schema. The passwords that
# roles.sql sets are in DATABASE_PASSWORD and REPLICATION_PASSWORD. libpq's own variables, such as PGHOST, say where.
set -eu

: "${DATABASE_PASSWORD:?is not set}" "${REPLICATION_PASSWORD:?is not set}"

# PostgreSQL splits PGOPTIONS at blanks; a backslash keeps one, and itself.
escaped() {
  printf '%s' "$1" | sed 's/[\\[:blank:]]/\\&/g'
}

# roles.sql says why the passwords are settings of the session.
PGOPTIONS="-c tidemark.application_password=$(escaped "$DATABASE_PASSWORD")"
PGOPTIONS="$PGOPTIONS -c tidemark.replication_password=$(escaped "$REPLICATION_PASSWORD")"
export PGOPTIONS

for name; do
  psql --no-psqlrc --no-password --quiet --output /dev/null --set ON_ERROR_STOP=1 \
    --username postgres --dbname tidemark --file "$(dirname "$0")/$name.sql"
done
