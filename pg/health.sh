#!/bin/sh
# The health check of the containers: health.sh primary, or health.sh replica. Prints why the server is not healthy; the
# engine keeps that (docker inspect). It needs no password: it comes over the socket, as the user postgres.
set -eu

ask() {
  psql --no-psqlrc --no-password --tuples-only --no-align --quiet --username postgres --dbname tidemark --command "$1"
}

fail() {
  echo "$*"
  exit 1
}

primary() {
  # While the image's entry script initialises, the server listens on its socket only.
  pg_isready --quiet --host 127.0.0.1 --username postgres --dbname postgres || fail "does not answer"
  [ "$(ask "SELECT count(*) FROM pg_roles WHERE rolname IN ('tidemark', 'replicator')")" = 2 ] ||
    fail "has not been initialised: the first start was interrupted. docker compose down -v deletes the volumes;" \
      "then docker compose up --wait begins anew"
  [ "$(ask "SELECT count(*) FROM pg_replication_slots WHERE slot_name = 'replica'")" = 1 ] ||
    fail "has no slot for the replica; pg/slot.sql makes it"
}

receiver() {
  ask "SELECT pid FROM pg_stat_wal_receiver WHERE status = 'streaming'"
}

replica() {
  pid=$(receiver) || fail "does not answer"
  # A receiver whose slot is lost looks well for a moment, and then there is another.
  sleep 1
  { [ -n "$pid" ] && [ "$(receiver)" = "$pid" ]; } ||
    fail "does not stream from the primary: docker compose logs replica says why"
}

"$1"
