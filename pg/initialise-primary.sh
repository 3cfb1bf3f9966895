#!/bin/sh
# The end of the primary's first start in a container: the roles, the replica's slot and the schema. The image's entry
# script runs what is in /docker-entrypoint-initdb.d, once, while the server listens on its socket only.
set -eu

"${CONFIGURATION:-/etc/tidemark}/apply.sh" roles slot schema
# start-primary.sh looks for it.
rm "${PGDATA%/*/*}/initialising"
