#!/bin/sh
# Makes a server's key and its self-signed certificate in a directory, unless they are there. Clients need no copy of it:
# they ask for channel binding, by which the server proves that it knows their password's verifier and that nobody is
# between (PostgreSQL, chapter 20.5, "channel binding").
#   certificate.sh DIRECTORY NAME
set -eu
umask 077

directory=$1
name=$2

if [ ! -e "$directory/server.crt" ]; then
  # The certificate gets its name last, so that a start that is killed here is repaired by the next.
  output=$(openssl req -x509 -newkey rsa:2048 -sha256 -nodes -days 3650 -subj "/CN=$name" \
    -keyout "$directory/server.key" -out "$directory/server.crt.unfinished" 2>&1) ||
    { echo "$0: no certificate could be made: $output" >&2; exit 1; }
  mv "$directory/server.crt.unfinished" "$directory/server.crt"
fi
