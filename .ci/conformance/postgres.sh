#!/usr/bin/env bash
# The contracts of the stores against Debian's PostgreSQL: the whole suites of the
# records and of people's data, the faults of server and connections, and the
# program with its store there. The tests start and stop servers of their own.
set -uo pipefail
root=$(cd "$(dirname "$0")/../.." && pwd)
ls /usr/lib/postgresql/*/bin/postgres >/dev/null 2>&1 || command -v postgres >/dev/null || { echo "PostgreSQL is missing: apt-get install postgresql"; exit 3; }
cd "$root" || exit 1
said=$(CI=1 go test -count=1 -v -timeout 14m ./catalog/store/postgres ./catalog/store/stores 2>&1 && CI=1 go test -count=1 -v -timeout 14m -run PostgreSQL . 2>&1); status=$?
echo "$said" | grep -E '^ *--- FAIL|^FAIL|_test.go:[0-9]+' || true
passed=$(grep -cE '^ *--- PASS' <<<"$said"); failed=$(grep -cE '^ *--- FAIL|^FAIL|^panic' <<<"$said")
echo "$passed passed, $failed failed"
[ "$status" = 0 ] && [ "$failed" = 0 ] && [ "$passed" -gt 0 ]
