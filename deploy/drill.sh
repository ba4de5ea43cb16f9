#!/usr/bin/env bash
# A restore drill: takes a backup of a data folder, also while it is served, puts it
# back elsewhere, and holds the two against each other. Prints how long each step
# took; the time of the restore and the next start is what an outage costs (RTO),
# the time since the last backup what it loses at worst (RPO).
#   deploy/drill.sh ./honglinh ./data
set -euo pipefail
program=$(realpath "${1:?the program}") data=$(realpath "${2:?its data folder}")
work=$(mktemp -d)
server=
trap '[ -z "$server" ] || kill "$server" 2>/dev/null || true; wait 2>/dev/null; rm -rf "$work"' EXIT
step() { local begun=$SECONDS what=$1; shift; "$@" || { echo "FAILED: $what"; exit 1; }; echo "$what: $((SECONDS - begun)) s"; }
free() { python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'; }
parts() { for f in "$work"/backup*.zip; do printf -- '--from %s ' "$f"; done; }

step "backup" "$program" backup --data "$data" --out "$work/backup.zip"
# shellcheck disable=SC2046
step "verify" "$program" restore $(parts) --verify
# shellcheck disable=SC2046
step "restore" "$program" restore $(parts) --data "$work/data"
start() {
  local admin
  admin=$(free)
  "$program" serve --addr "127.0.0.1:$(free)" --admin-addr "127.0.0.1:$admin" --data "$work/data" >"$work/log" 2>&1 & server=$!
  until curl -fs "http://127.0.0.1:$admin/readyz" >/dev/null 2>&1; do
    kill -0 "$server" 2>/dev/null || { cat "$work/log"; return 1; }
    sleep 0.2
  done
  curl -fs "http://127.0.0.1:$admin/metrics" | grep '^honglinh_records' | sort >"$work/records"
  kill "$server"; wait "$server" || true; server=
}
step "first start of what was put back" start
cat "$work/records"
step "check" "$program" check --data "$work/data" >"$work/found" || { grep DAMAGE "$work/found"; exit 1; }
tail -n 1 "$work/found"
du -sh "$work"/backup*.zip | sed "s|$work/||"
echo "the drill is passed"
