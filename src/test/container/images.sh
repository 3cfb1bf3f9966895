#!/bin/bash
# Makes images under the names that docker-compose.yml has, from the programs of this machine and of the build, for an
# engine that can download none: images.sh DIRECTORY PAYARA_MICRO POSTGRES_IMAGE REDIS_IMAGE PAYARA_IMAGE
#   DIRECTORY     where the images' files are collected
#   PAYARA_MICRO  its jar
set -euo pipefail

root=$1/root
payara=$2
here=$(dirname "$0")
postgresql=$(printf '%s\n' /usr/lib/postgresql/*/ | sort -V | tail -n 1)
major=$(basename "$postgresql")
java=$(dirname "$(dirname "$(readlink -f "$(command -v "${JAVA_HOME:+$JAVA_HOME/bin/}java")")")")

# The libraries that a file loads.
libraries() {
  { ldd "$1" 2>/dev/null | grep -o '/[^ ]*'; } || true
}

# Files with what they load.
copy() {
  local file library
  for file; do
    cp -L --parents --update "$file" "$root/"
    for library in $(libraries "$file"); do
      cp -L --parents --update "$library" "$root/"
    done
  done
}

mkdir -p "$root"/{tmp,etc,run/postgresql,data,opt/payara,var/lib/postgresql,usr/local/bin,usr/bin}
ln -sfn usr/bin "$root/bin"
ln -sfn ../run "$root/var/run"
for program in bash sh basename cat cut date dirname env grep head id ls mkdir mkfifo mktemp mv openssl readlink redis-cli \
  redis-server rm rmdir sed sha256sum sleep tail touch tr; do
  copy "/usr/bin/$program"
done
copy "$postgresql"bin/{initdb,pg_basebackup,pg_ctl,pg_isready,postgres,psql} \
  "$postgresql"lib/{dict_snowball,libpqwalreceiver,plpgsql}.so
cp -r --parents "/usr/share/postgresql/$major" /usr/share/zoneinfo "$root/"
cp -L --parents /usr/lib/ssl/openssl.cnf "$root/"
ln -sf "$postgresql"bin/* "$root/usr/bin/"
mkdir -p "$root/usr/lib/jvm"
tar -C "$java" --dereference --exclude jmods --exclude src.zip --exclude demo --exclude man --transform 's,^\.,java,' -c . |
  tar -C "$root/usr/lib/jvm" -x
find "$java" \( -name '*.so' -o -path '*/bin/java' \) | while read -r native; do
  for library in $(libraries "$native" | grep -v "^$java" || true); do
    cp -L --parents --update "$library" "$root/"
  done
done
ln -sf /usr/lib/jvm/java/bin/java "$root/usr/bin/java"
cp "$payara" "$root/opt/payara/payara-micro.jar"
cp "$here/docker-entrypoint.sh" "$root/usr/local/bin/"
printf '%s\n' root:x:0:0::/root:/bin/sh postgres:x:999:999::/var/lib/postgresql:/bin/sh redis:x:998:998::/data:/bin/sh \
  payara:x:1000:1000::/opt/payara:/bin/sh >"$root/etc/passwd"
chmod 1777 "$root/tmp"
chown 999:999 "$root/var/lib/postgresql" "$root/run/postgresql"
chown 998:998 "$root/data"
chown 1000:1000 "$root/opt/payara"

tar -C "$root" -c . | docker import - tidemark-test-base
docker build --quiet --tag "$3" - <<END
FROM tidemark-test-base
ENV PGDATA=/var/lib/postgresql/18/docker
VOLUME /var/lib/postgresql
STOPSIGNAL SIGINT
END
docker build --quiet --tag "$4" - <<END
FROM tidemark-test-base
VOLUME /data
END
# Payara starts in half the time so.
docker build --quiet --tag "$5" - <<END
FROM tidemark-test-base
ENV JAVA_TOOL_OPTIONS="-XX:TieredStopAtLevel=1 -XX:+UseSerialGC"
USER payara
WORKDIR /opt/payara
END
