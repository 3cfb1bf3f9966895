#!/bin/sh
# The replica in a container: makes itself from the primary at its first start, and starts. What is given to it is passed
# on to postgres. From the environment:
#   PGDATA                the data directory, two levels below the volume
#   PRIMARY_HOST          where the primary is; PRIMARY_PORT, by default 5432
#   REPLICATION_PASSWORD  of the role "replicator"
#   SLOT                  its replication slot, by default replica; created if it does not exist at the first start
#   PRIMARY_DEADLINE      how many seconds the first start waits for the primary, by default 120
#
# It may be killed at any point: the data directory has its name only when it is complete, and what is not is thrown
# away by the next start.
set -eu
# Data and passwords are for their owner only.
umask 077
# As a container's first process it would ignore these.
trap 'exit 1' INT TERM

: "${PGDATA:?is not set}" "${PRIMARY_HOST:?is not set}" "${REPLICATION_PASSWORD:?is not set}"
port=${PRIMARY_PORT:-5432}
slot=${SLOT:-replica}
configuration=$(cd "$(dirname "$0")" && pwd)
volume=${PGDATA%/*/*}
passwords=$volume/replication.pgpass
unfinished=$PGDATA.unfinished
# By channel binding the primary proves that it knows the password's verifier; so it needs no known certificate, and no
# other way to authenticate is accepted.
primary="host='$PRIMARY_HOST' port='$port' user=replicator passfile='$passwords' application_name=replica"
primary="$primary sslmode=require channel_binding=require"

say() {
  echo "$0: $*" >&2
}

# In a file, because a command line is seen by others and postgresql.auto.conf would keep an old one; and at every start,
# because it may have changed.
write_password() {
  rm -f "$passwords"
  printf '*:*:*:replicator:%s\n' "$(printf '%s' "$REPLICATION_PASSWORD" | sed 's/[\\:]/\\&/g')" >"$passwords"
}

await_primary() {
  seconds=${PRIMARY_DEADLINE:-120}
  deadline=$(($(date +%s) + seconds))
  until pg_isready --quiet --dbname "$primary replication=true" --timeout 3; do
    if [ "$(date +%s)" -ge "$deadline" ]; then
      say "the primary at $PRIMARY_HOST:$port has not answered for $seconds s"
      exit 1
    fi
    sleep 1
  done
}

# The slot of slot.sql keeps the WAL from here to the replica's first connection; so the backup needs no slot of its own.
# --write-recovery-conf makes standby.signal.
make_slot() {
  [ "$slot" != replica ] || return 0
  existing=$(psql --no-psqlrc --no-password --tuples-only --no-align --dbname "$primary replication=true" \
    --command "READ_REPLICATION_SLOT $slot")
  case $existing in
    physical*) ;;
    *)
      psql --no-psqlrc --no-password --quiet --output /dev/null --dbname "$primary replication=true" \
        --command "CREATE_REPLICATION_SLOT $slot PHYSICAL RESERVE_WAL"
      ;;
  esac
}

make() {
  # Fails if something else is there, and mv below would move into an empty one.
  [ ! -e "$PGDATA" ] || rmdir "$PGDATA"
  rm -rf "$unfinished"
  await_primary
  make_slot
  say "copying the primary at $PRIMARY_HOST:$port"
  if ! pg_basebackup --no-password --checkpoint=fast --wal-method=stream --write-recovery-conf --pgdata "$unfinished" \
    --dbname "$primary"; then
    say "the copy failed. If the password was refused: has the primary been started since REPLICATION_PASSWORD was changed" \
      "in .env? If the primary has no role replicator, its first start was interrupted: docker compose down -v deletes" \
      "both volumes, and the next start begins anew"
    exit 1
  fi
  mv "$unfinished" "$PGDATA"
}

if [ "$(id -u)" -eq 0 ]; then
  say "run this as the user postgres: root's files would be of no use to PostgreSQL"
  exit 1
fi
mkdir -p "$(dirname "$PGDATA")"
write_password
"$configuration/certificate.sh" "$volume" replica
[ -e "$PGDATA/PG_VERSION" ] || make
# PostgreSQL needs it no more; the file is what it reads.
unset REPLICATION_PASSWORD
exec postgres -D "$PGDATA" -c config_file="$configuration/replica.conf" -c hba_file="$configuration/pg_hba.conf" \
  -c primary_conninfo="$primary" -c primary_slot_name="$slot" -c ssl=on -c ssl_cert_file="$volume/server.crt" -c ssl_key_file="$volume/server.key" "$@"
