#!/usr/bin/env bash
# The contract of search engines against OpenSearch: the whole suite, the floors of
# relevance, and the faults, on one node and on three, which are started from
# OpenSearch's own jars as Maven resolves them.
# usage: opensearch.sh        runs the tests
#        opensearch.sh node DIR HTTP-PORT TRANSPORT-PORT [setting=value …]   runs one node, until it is ended
# OPENSEARCH_VERSION is another version than 2.19.6: 3.x wants a Java 21 or later in JAVA_HOME.
# Ends with 3 where java, javac, mvn or the jars cannot be had.
set -uo pipefail
here=$(cd "$(dirname "$0")" && pwd); root=$(cd "$here/../.." && pwd)
version=${OPENSEARCH_VERSION:-2.19.6}
bin="$here/.bin/opensearch-$version"; source="$here/opensearch"
[ -z "${JAVA_HOME:-}" ] || PATH="$JAVA_HOME/bin:$PATH"
for program in java javac mvn; do
  command -v "$program" >/dev/null || { echo "NOT RUN: $program is missing: apt-get install maven openjdk-17-jdk-headless"; exit 3; }
done
mkdir -p "$bin"
if ! cmp -s "$source/pom.xml" "$bin/resolved.xml"; then
  mvn -q -B -ntp -Dopensearch="$version" -f "$source/pom.xml" dependency:build-classpath -Dmdep.outputFile="$bin/classpath" >"$bin/mvn.log" 2>&1 \
    || { grep -m3 ERROR "$bin/mvn.log"; echo "NOT RUN: the jars of OpenSearch $version could not be resolved by mvn"; exit 3; }
  cp "$source/pom.xml" "$bin/resolved.xml"
fi
if [ ! -e "$bin/Peer.class" ] || [ "$source/Peer.java" -nt "$bin/Peer.class" ]; then
  javac -cp "$(cat "$bin/classpath")" -d "$bin" "$source/Peer.java" || { echo "NOT RUN: the node does not compile with this javac"; exit 3; }
fi
if [ "${1:-}" = node ]; then
  dir=$2 http=$3 transport=$4; shift 4
  mkdir -p "$dir"
  exec java -Xms512m -Xmx512m -XX:+UseSerialGC --add-opens java.base/java.lang=ALL-UNNAMED -cp "$bin:$(cat "$bin/classpath")" Peer \
    path.home="$dir" path.data="$dir/data" path.logs="$dir/logs" network.host=127.0.0.1 http.port="$http" transport.port="$transport" \
    cluster.routing.allocation.disk.threshold_enabled=false "$@"
fi
cd "$root" || exit 1
said=$(CI=1 HONGLINH_OPENSEARCH="$here/opensearch.sh" go test -count=1 -v -timeout 14m ./catalog/search/opensearch 2>&1 && CI=1 HONGLINH_OPENSEARCH="$here/opensearch.sh" go test -count=1 -v -timeout 12m -run OpenSearch ./indexer . 2>&1); status=$?
echo "$said" | grep -E '^ *--- FAIL|^FAIL|_test.go:[0-9]+' || true
passed=$(grep -cE '^ *--- PASS' <<<"$said"); failed=$(grep -cE '^ *--- (FAIL|SKIP)|^FAIL|^panic' <<<"$said")
echo "$passed passed, $failed failed"
[ "$status" = 0 ] && [ "$failed" = 0 ] && [ "$passed" -gt 0 ]
