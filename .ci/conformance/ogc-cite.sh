#!/usr/bin/env bash
# Runs the official OGC suite for API Features (Parts 1 and 2) against a server.
# usage: OGC_CITE=JAR-OR-CLASSPATH ogc-cite.sh http://127.0.0.1:8080/ogc
#
# OGC_CITE is the suite: an all-in-one jar, or a class path. It is not ours to
# commit or to install; without it nothing is run, which is said (status 3), and
# the same checks as transcribed in api/ogc run in `go test ./api/ogc`. To build it
# from the sources of github.com/opengeospatial/ets-ogcapi-features10, with Java 17:
#
#   git checkout 1.9
#   mvn compiler:compile resources:resources dependency:build-classpath -Dmdep.outputFile=classpath.txt
#   export OGC_CITE="$PWD/target/classes:$(cat classpath.txt)"
#
# The server should run with --certification: the suite reads coordinates by a
# table of its own, which lacks the newer VN-2000 codes.
#
# The suite ends with status 0 whatever it finds, so its report is read. Ends
# with "N passed, N failed, N skipped"; status 1 if any failed.
set -uo pipefail
root=${1:?address of the landing page}
suite=org.opengis.cite.ogcapifeatures10.TestNGController
if [ -z "${OGC_CITE:-}" ]; then
  echo "ogc-cite: OGC_CITE names no jar or class path of the official OGC suite; NOT RUN (this file's head says how to build one)"; exit 3
fi
if ! command -v java >/dev/null; then echo "ogc-cite: OGC_CITE is set, but there is no java: install a Java 17 runtime"; exit 1; fi
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
# Without the usual DOCTYPE line, for which the suite would ask java.sun.com.
printf '<?xml version="1.0" encoding="UTF-8"?>\n<properties version="1.0"><entry key="iut">%s/</entry><entry key="noofcollections">-1</entry></properties>\n' "${root%/}" >"$work/props.xml"
java -cp "$OGC_CITE" "$suite" -o "$work/out" -h false "$work/props.xml" >"$work/log" 2>&1; status=$?
report=$(find "$work/out" -name testng-results.xml 2>/dev/null | head -1)
if [ -z "$report" ]; then echo "ogc-cite: the suite wrote no report (java ended with $status)"; tail -20 "$work/log"; exit 1; fi
checks() { grep '<test-method ' "$report" | grep -v 'is-config="true"' | grep "status=\"$1\""; }
count() { checks "$1" | wc -l; }
checks FAIL | sed 's/.* name="\([^"]*\)".*/FAIL \1/' | sort | uniq -c
passed=$(count PASS) failed=$(count FAIL) skipped=$(count SKIP)
echo "$passed passed, $failed failed, $skipped skipped"
if [ "$passed" = 0 ]; then echo "ogc-cite: not one check passed: is the server at $root?"; exit 1; fi
[ "$failed" = 0 ]
