#!/bin/sh
# Redis in a container, with one user, "tidemark", who can do what the library needs and no more; its password is in
# REDIS_PASSWORD. Arguments are passed on to redis-server.
set -eu

: "${REDIS_PASSWORD:?is not set}"
case $REDIS_PASSWORD in
  *[!A-Za-z0-9_-]*)
    echo "$0: REDIS_PASSWORD has a character that does not fit into a URI. Expected: letters, digits, - and _." \
      "Change it in .env" >&2
    exit 1
    ;;
esac
configuration=$(cd "$(dirname "$0")" && pwd)/redis.conf
hash=$(printf '%s' "$REDIS_PASSWORD" | sha256sum | cut -d ' ' -f 1)

# By its hash, which needs no quotes, and on standard input: a command line is seen by others.
exec redis-server "$configuration" "$@" - <<END
user default off
user tidemark on #$hash ~tidemark:* +eval +get +set +exists +hget +hset +hsetnx +hdel +hmget +hgetall +pexpire +time +info +wait +client
END
