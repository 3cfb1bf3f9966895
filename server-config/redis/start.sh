#!/bin/sh
# Redis in a container, with one user, "tidemark", who can do what the library needs and no more, on the keys of one
# namespace. The user's password is in REDIS_PASSWORD, the application's namespace in TIDEMARK_NAMESPACE. Arguments are
# passed on to redis-server.
set -eu

: "${REDIS_PASSWORD:?is not set}"
case $REDIS_PASSWORD in
  *[!A-Za-z0-9_-]*)
    echo "$0: REDIS_PASSWORD has a character that does not fit into a URI. Expected: letters, digits, - and _." \
      "Change it in .env" >&2
    exit 1
    ;;
esac
namespace=${TIDEMARK_NAMESPACE:-default}
case $namespace in
  *[!A-Za-z0-9._-]*)
    echo "$0: TIDEMARK_NAMESPACE=$namespace has another character than letters, digits, dots, - and _" >&2
    exit 1
    ;;
esac
configuration=$(cd "$(dirname "$0")" && pwd)/redis.conf
hash=$(printf '%s' "$REDIS_PASSWORD" | sha256sum | cut -d ' ' -f 1)

# By its hash, which needs no quotes, and on standard input: a command line is seen by others.
exec redis-server "$configuration" "$@" - <<END
user default off
user tidemark on #$hash ~tidemark:2:$namespace:* +eval +set +exists +hset +hdel +hmget +hgetall +pexpire +time +info +wait +client|setname
END
