#!/usr/bin/env bash
# Property-based requests against the native contract: what it promises is what
# is sent, and what it forbids is refused.
# usage: schemathesis.sh http://127.0.0.1:8080
set -uo pipefail
here=$(cd "$(dirname "$0")" && pwd); tool="$here/../venv/bin/schemathesis"
[ -x "$tool" ] || { echo "schemathesis is not installed; NOT RUN"; exit 3; }
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT; cd "$work"
# Too long an address (414) and too large a body (413) are refusals like any other.
printf '[checks.negative_data_rejection]\nexpected-statuses = [400, 401, 403, 404, 405, 406, 409, 413, 414, 415, 422, 428, 429, "5xx"]\n' >schemathesis.toml
"$tool" --config-file schemathesis.toml run "$1/api/v1/openapi.json" --phases examples,coverage,fuzzing --max-examples 15 --seed 20251 --no-color \
  -c not_a_server_error,status_code_conformance,content_type_conformance,response_schema_conformance,negative_data_rejection,unsupported_method >"$work/log" 2>&1
status=$?
[ "$status" = 0 ] || grep -vE '^$' "$work/log" | head -120
failures=$(sed -n 's/.* generated, \([0-9]*\) found.*/\1/p' "$work/log"); generated=$(sed -n 's/^ *\([0-9]*\) generated.*/\1/p' "$work/log")
echo "${generated:-0} passed, ${failures:-0} failed"
exit $status
