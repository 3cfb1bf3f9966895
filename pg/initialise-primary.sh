#!/bin/sh
# The primary's first start in a container: the roles, the replica's slot and the schema. The image's entry script runs
# what is mounted in /docker-entrypoint-initdb.d, once, with POSTGRES_USER and POSTGRES_DB set and PGPASSWORD exported.
# The application's password is in DATABASE_PASSWORD, the replica's in REPLICATION_PASSWORD.
set -eu

: "${DATABASE_PASSWORD:?is not set}" "${REPLICATION_PASSWORD:?is not set}"

# PostgreSQL takes PGOPTIONS apart at blanks; a backslash keeps one, and itself.
escaped() {
  printf '%s' "$1" | sed 's/[\\[:blank:]]/\\&/g'
}

# roles.sql says why the passwords are settings of the session.
PGOPTIONS="-c tidemark.application_password=$(escaped "$DATABASE_PASSWORD")"
PGOPTIONS="$PGOPTIONS -c tidemark.replication_password=$(escaped "$REPLICATION_PASSWORD")"
export PGOPTIONS

for name in roles slot schema; do
  psql --no-psqlrc --no-password --quiet --output /dev/null --set ON_ERROR_STOP=1 \
    --username "$POSTGRES_USER" --dbname "$POSTGRES_DB" --file "${CONFIGURATION:-/etc/tidemark}/$name.sql"
done

# The image's script may have sourced this one.
unset PGOPTIONS
