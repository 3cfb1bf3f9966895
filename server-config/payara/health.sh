#!/bin/sh
# The health check of the application's container: prints the body of /health/ready, which says what is wrong, and fails
# unless the application is deployed and ready. Some of Payara's images have bash, others only wget, which keeps the body
# of an error to itself.
url=127.0.0.1:${HTTP_PORT:-8080}

if command -v bash >/dev/null; then
  answer=$(bash -c 'exec 3<>"/dev/tcp/$0" && printf "GET /health/ready HTTP/1.0\r\n\r\n" >&3 && cat <&3' \
    "$(echo "$url" | tr : /)" 2>&1)
else
  answer=$(wget -q -O - "http://$url/health/ready" 2>&1) && answer="HTTP/1.0 200 OK
$answer"
fi
echo "$answer" | tail -n 1
case $answer in
  HTTP/1.?\ 200\ *'"tidemark"'*) exit 0 ;;
  *) exit 1 ;;
esac
