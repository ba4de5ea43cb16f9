#!/usr/bin/env bash
# Runs the official OGC suites against a server, where Maven Central serves them.
# usage: ogc-cite.sh http://127.0.0.1:8080/ogc
# The suites end with status 0 whatever they find, so their report is read. Ends with "N passed, N failed, N skipped"; 3 where a suite is not to be had:
# the same checks, transcribed, run in `go test ./api/ogc`. The server should run with the certification switch, see the README.
set -uo pipefail
root=${1:?address of the landing page}
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
passed=0 failed=0 skipped=0 missing=0
fetch() { # artifact version: prints the path of the all-in-one jar
  local jar="$work/$1.jar"
  for classifier in ':jar:aio' ''; do
    if mvn -q -B -U dependency:copy -Dartifact="org.opengis.cite:$1:$2$classifier" -DoutputDirectory="$work" -Dmdep.stripVersion=true >"$work/mvn.log" 2>&1; then
      mv "$work/$1"*.jar "$jar" && echo "$jar" && return 0
    fi
  done
  return 1
}
# The newest version that Central knows of, or nothing; what it answered is told.
newest() { # artifact
  local url="https://repo.maven.apache.org/maven2/org/opengis/cite/$1/maven-metadata.xml" code
  code=$(curl -s --max-time 60 -o "$work/metadata.xml" -w '%{http_code}' "$url")
  echo "$url: HTTP $code" >&2
  [ "$code" = 200 ] && sed -n 's:.*<release>\(.*\)</release>.*:\1:p' "$work/metadata.xml"
}
suite() { # artifact version properties-entries
  local jar version
  if ! command -v mvn >/dev/null || ! command -v java >/dev/null; then echo "$1: mvn or java is missing; NOT RUN"; missing=1; return; fi
  version=$(newest "$1" 2>>"$work/asked"); tail -1 "$work/asked"; version=${version:-$2}
  if ! jar=$(fetch "$1" "$version"); then echo "$1 $version: not served by Maven Central; NOT RUN (go test ./api/ogc holds the same checks)"; missing=1; return; fi
  printf '<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE properties SYSTEM "http://java.sun.com/dtd/properties.dtd">\n<properties version="1.0">%s</properties>\n' "$3" >"$work/$1.xml"
  java -jar "$jar" -o "$work/$1" -h false "$work/$1.xml" >"$work/$1.log" 2>&1
  local report
  report=$(find "$work/$1" -name testng-results.xml | head -1)
  if [ -z "$report" ]; then echo "$1: no report"; tail -5 "$work/$1.log"; failed=$((failed + 1)); return; fi
  grep 'status="FAIL"' "$report" | sed 's/.*signature="\([^"]*\)".*/FAIL \1/' || true
  passed=$((passed + $(grep -c 'status="PASS"' "$report"))); failed=$((failed + $(grep -c 'status="FAIL"' "$report"))); skipped=$((skipped + $(grep -c 'status="SKIP"' "$report")))
}
entry() { printf '<entry key="%s">%s</entry>' "$1" "$2"; }
suite ets-ogcapi-features10 1.9 "$(entry iut "$root/")$(entry noofcollections -1)"
suite ets-ogcapi-tiles10 1.2 "$(entry iut "$root/")$(entry tilematrixsetdefinitionuri http://www.opengis.net/def/tilematrixset/OGC/1.0/WebMercatorQuad)$(entry urltemplatefortiles "$root/tiles/WebMercatorQuad/{tileMatrix}/{tileRow}/{tileCol}")$(entry tilematrix 0)$(entry mintilerow 0)$(entry maxtilerow 0)$(entry mintilecol 0)$(entry maxtilecol 0)"
echo "$passed passed, $failed failed, $skipped skipped"
[ "$failed" = 0 ] || exit 1
[ "$missing" = 0 ] || exit 3
