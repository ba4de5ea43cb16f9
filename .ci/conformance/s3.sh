#!/usr/bin/env bash
# The contract of stored files against versitygw, which serves a folder as S3 and is
# built from its module, and backups to the S3 server in the process of the test.
set -uo pipefail
root=$(cd "$(dirname "$0")/../.." && pwd)
cd "$root" || exit 1
bin="$root/.ci/conformance/.bin"
if [ ! -x "$bin/versitygw" ]; then
  mkdir -p "$bin"
  GOBIN="$bin" GOFLAGS=-mod=mod go install github.com/versity/versitygw/cmd/versitygw@v1.8.0 >"$bin/build.log" 2>&1 || { tail -5 "$bin/build.log"; echo "versitygw could not be built from its module"; exit 3; }
fi
said=$(CI=1 HONGLINH_VERSITYGW="$bin/versitygw" go test -count=1 -v -timeout 10m ./datasets/files/... 2>&1 && CI=1 go test -count=1 -v -timeout 10m -run Elsewhere ./indexer/backup 2>&1); status=$?
echo "$said" | grep -E '^ *--- FAIL|^FAIL|_test.go:[0-9]+' || true
passed=$(grep -cE '^ *--- PASS' <<<"$said"); failed=$(grep -cE '^ *--- (FAIL|SKIP)|^FAIL|^panic' <<<"$said")
echo "$passed passed, $failed failed"
[ "$status" = 0 ] && [ "$failed" = 0 ] && [ "$passed" -gt 0 ]
