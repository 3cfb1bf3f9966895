#!/bin/sh
# Payara Micro in a container, with the demo's application. Ends if the application cannot be deployed, where Payara Micro
# alone would go on without it. Arguments are passed on to Payara Micro. From the environment, beside what postboot.asadmin
# names:
#   REDIS_PASSWORD  of the Redis user "tidemark", on the host "redis"
#   MEMORY_PERCENT  how much of the container's memory is for Java's heap, by default 70
#   PAYARA_MICRO    its jar, by default where the image has it
#   REPLICA_2_HOST  of a second replica, if there is one, with REPLICA_2_PORT
#   APPLICATION     the directory of the WAR and of the JDBC driver, by default /opt/tidemark
set -eu

: "${DATABASE_PASSWORD:?is not set}" "${REDIS_PASSWORD:?is not set}"
configuration=$(cd "$(dirname "$0")" && pwd)
application=${APPLICATION:-/opt/tidemark}
work=$(mktemp -d)

say() {
  echo "$0: $*" >&2
}

for name in tidemark-things.war postgresql.jar; do
  if [ ! -r "$application/$name" ]; then
    say "cannot read $application/$name as $(id -un). Run mvn package; with a umask like 077 also" \
      "chmod -R go+rX target/tidemark-things.war target/servers"
    exit 1
  fi
done

export TIDEMARK_REDIS_URI="${TIDEMARK_REDIS_URI:-redis://tidemark:$REDIS_PASSWORD@redis:6379}"
unset REDIS_PASSWORD

# TLS. By channel binding the server proves that it knows the password's verifier; so it needs no known certificate, and
# no other way to authenticate is accepted.
sed 's/^\(create-jdbc-connection-pool .*\):tcpKeepAlive=true /\1:tcpKeepAlive=true:sslMode=require:channelBinding=require /' \
  "$configuration/postboot.asadmin" ${REPLICA_2_HOST:+"$configuration/replica-2.asadmin"} >"$work/postboot.asadmin"
[ "$(grep -c ':sslMode=require:' "$work/postboot.asadmin")" -eq $((2 + ${REPLICA_2_HOST:+1}+0)) ]

mkfifo "$work/log"
java -XX:MaxRAMPercentage="${MEMORY_PERCENT:-70}" ${JVM_ARGS:-} -jar "${PAYARA_MICRO:-/opt/payara/payara-micro.jar}" \
  --nocluster --disablephonehome --port "${HTTP_PORT:-8080}" --addLibs "$application/postgresql.jar" \
  --prebootcommandfile "$configuration/preboot.asadmin" --postbootcommandfile "$work/postboot.asadmin" \
  --deploy "$application/tidemark-things.war" --contextroot / "$@" >"$work/log" 2>&1 &
payara=$!
trap 'kill "$payara"' INT TERM
exec 3<"$work/log"
rm "$work/log"

# Until it has started, its log is read line by line.
while IFS= read -r line <&3; do
  printf '%s\n' "$line"
  case $line in *'Payara Micro '*' ready in '*) break ;; esac
done
cat <&3 &

await_end() {
  status=0
  # A signal ends the first.
  wait "$payara" || status=$?
  wait "$payara" 2>/dev/null || status=$?
  return "$status"
}

if kill -0 "$payara" 2>/dev/null && ! "$configuration/health.sh" | grep -q '"tidemark"'; then
  say "the application was not deployed; the log above says why"
  kill "$payara"
  await_end || true
  exit 1
fi
await_end
