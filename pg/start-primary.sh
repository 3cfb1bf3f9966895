#!/bin/sh
# The primary in a container, by the image's entry script. Arguments are passed on to postgres. From the environment:
#   PGDATA                the data directory, two levels below the volume
#   DATABASE_PASSWORD     of the role "tidemark"
#   REPLICATION_PASSWORD  of the role "replicator"
#
# The first start initialises the data directory. If it is interrupted, the next start begins anew. Each later start sets
# the roles' passwords to those of the environment before it accepts connections.
set -eu
umask 077
# As a container's first process it would ignore these.
trap 'exit 1' INT TERM

: "${PGDATA:?is not set}" "${DATABASE_PASSWORD:?is not set}" "${REPLICATION_PASSWORD:?is not set}"
configuration=$(cd "$(dirname "$0")" && pwd)
volume=${PGDATA%/*/*}
initialising=$volume/initialising

case $DATABASE_PASSWORD in
  *[!A-Za-z0-9_-]*)
    echo "$0: DATABASE_PASSWORD has a character that Payara's data sources cannot take. Expected: letters, digits," \
      "- and _. Change it in .env" >&2
    exit 1
    ;;
esac

quoted() {
  for word; do
    printf "'%s' " "$word"
  done
}

# Only on the socket: no client comes in with a password that is about to change. Recovery takes as long as it takes.
set_passwords() {
  pg_ctl start --silent --wait --timeout 86400 --pgdata "$PGDATA" --log "$volume/set-passwords.log" \
    --options "$(quoted "$@" -c listen_addresses=)" || { cat "$volume/set-passwords.log" >&2; exit 1; }
  "$configuration/apply.sh" roles
  pg_ctl stop --silent --wait --timeout 86400 --pgdata "$PGDATA" --mode fast
  rm "$volume/set-passwords.log"
}

mkdir -p "$(dirname "$PGDATA")"
"$configuration/certificate.sh" "$volume" primary
if [ -e "$initialising" ]; then
  echo "$0: an earlier first start was interrupted: deleting what it left" >&2
  rm -rf "$PGDATA"
fi
set -- -c config_file="$configuration/primary.conf" -c hba_file="$configuration/pg_hba.conf" \
  -c ssl=on -c ssl_cert_file="$volume/server.crt" -c ssl_key_file="$volume/server.key" "$@"
if [ -s "$PGDATA/PG_VERSION" ]; then
  set_passwords "$@"
else
  # Fails if something else is there.
  [ ! -e "$PGDATA" ] || rmdir "$PGDATA"
  touch "$initialising"
fi
# The image asks for one. The superuser needs none: it comes in on the socket, as the user postgres.
POSTGRES_PASSWORD=${POSTGRES_PASSWORD:-$(openssl rand -hex 32)}
export POSTGRES_PASSWORD
exec docker-entrypoint.sh postgres "$@"
