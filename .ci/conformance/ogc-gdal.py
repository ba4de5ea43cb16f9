#!/usr/bin/env python3
"""Reads every OGC API collection with Debian's GDAL, unchanged, and compares counts, extents and attributes with what the API says.

usage: ogc-gdal.py http://127.0.0.1:8080/ogc
Ends with a line "N passed, N failed". Needs gdal-bin.
"""
import json
import re
import shutil
import subprocess
import sys
import urllib.request

passed = failed = 0
PARTIAL = re.compile(r"\d{4}(-\d{2})?")


# GDAL learns the types of a collection from its first page, of 10 features unless told
# otherwise; a number that is whole in those would be an integer to it.
PAGE = ["-oo", "PAGE_SIZE=1000"]


def check(name, ok, detail=""):
    global passed, failed
    passed, failed = passed + bool(ok), failed + (not ok)
    print("ok  " if ok else "FAIL", name, "" if ok else detail)


def get(url):
    with urllib.request.urlopen(url) as r:
        return json.load(r)


def run(*args):
    p = subprocess.run(args, capture_output=True, text=True, timeout=300)
    if p.returncode:
        raise RuntimeError(" ".join(args) + ": " + p.stderr[-800:])
    return p.stdout


def points(c):
    if c and isinstance(c[0], (int, float)):
        yield c
    else:
        for x in c:
            yield from points(x)


def bounds(features):
    ps = [p for f in features if f.get("geometry") for p in points(f["geometry"]["coordinates"])]
    return [min(p[0] for p in ps), min(p[1] for p in ps), max(p[0] for p in ps), max(p[1] for p in ps)] if ps else None


def plain(v):
    """Values as GDAL keeps them: numbers as numbers, all else as text."""
    if isinstance(v, bool):
        return int(v)
    if isinstance(v, str):
        return v.replace("T", " ").rstrip("Z") if len(v) == 20 and v[10] == "T" else v
    return v


def same(ours, theirs):
    if isinstance(ours, str) and isinstance(theirs, (list, dict)):
        ours = json.loads(ours)  # a list within a property, which GDAL reads and writes as JSON
    if isinstance(ours, str) and isinstance(theirs, str):
        a, b = ours.replace("/", "-"), theirs.replace("/", "-")
        return a == b or plain(a)[:10] == b[:10] and len(a) in (10, 20)
    if isinstance(ours, list) and isinstance(theirs, str):
        return "(%d:%s)" % (len(ours), ",".join(ours)) == theirs or theirs[:1] == "[" and ours == json.loads(theirs)  # as GDAL writes lists in a text column
    if isinstance(ours, (int, float)) and theirs is not None:  # a column whose first values are missing is text to GDAL
        return abs(ours - float(theirs)) <= 1e-9 * max(1, abs(ours))
    return ours == theirs or str(ours) == str(theirs)


def collection(root, c):
    name = c["id"]
    ours = get(f"{root}/collections/{name}/items?f=json&limit=10000")["features"]
    theirs = json.loads(run("ogr2ogr", "-f", "GeoJSON", "-lco", "COORDINATE_PRECISION=15", "-mapFieldType", "DateTime=String,Date=String", "/vsistdout/", *PAGE, "OAPIF:" + root, name))["features"]
    check(f"{name}: GDAL finds {len(ours)} features", len(ours) == len(theirs), f"got {len(theirs)}")
    a, b = bounds(ours), bounds(theirs)
    check(f"{name}: extent", a == b or a and b and all(abs(x - y) < 1e-9 for x, y in zip(a, b)), f"ours {a}, GDAL {b}")
    byid = {f["properties"].get("record"): f for f in theirs}
    wrong, coarse, unseen = [], 0, set()
    for f in ours:
        g = byid.get(f["properties"]["record"])
        if g is None:
            wrong.append(f"{f['id']} is missing")
            continue
        for k, v in f["properties"].items():
            if isinstance(v, str) and PARTIAL.fullmatch(v) and g["properties"].get(k) is None:
                coarse += 1  # GDAL takes a column for days by its first values, and has no place for a year or a month then
            elif k not in g["properties"] and c["itemType"] == "record":
                unseen.add(k)  # GDAL knows the columns of the first page only, and few records have this one
            elif not same(v, g["properties"].get(k)):
                wrong.append(f"{f['id']}.{k}: {v!r} != {g['properties'].get(k)!r}")
        if (f["geometry"] is None) != (g["geometry"] is None):
            wrong.append(f"{f['id']}: geometry {f['geometry']} != {g['geometry']}")
    check(f"{name}: attributes", not wrong, "; ".join(wrong[:5]))
    if coarse:
        print(f"note {name}: GDAL drops {coarse} dates that are a year or a month only, in columns that begin with days")
    if unseen:
        print(f"note {name}: GDAL has no column for {', '.join(sorted(unseen))}, which its first page does not hold")
    if a:
        half = [a[0], a[1], (a[0] + a[2]) / 2, (a[1] + a[3]) / 2]
        want = {f["id"] for f in get(f"{root}/collections/{name}/items?f=json&limit=10000&bbox={','.join(map(str, half))}")["features"] if f["geometry"]}
        got = json.loads(run("ogr2ogr", "-f", "GeoJSON", "-spat", *map(str, half), "/vsistdout/", *PAGE, "OAPIF:" + root, name))["features"]
        got = {f["properties"]["record"].replace("/", ".", 1) for f in got if f["geometry"]}
        check(f"{name}: spatial filter", got == want, f"ours {sorted(want - got)[:3]}, GDAL {sorted(got - want)[:3]}")
    # With its own page size, as a reader who knows nothing opens it.
    summary = run("ogrinfo", "-so", "-ro", "OAPIF:" + root, name)
    check(f"{name}: ogrinfo -so", f"Layer name: {name}" in summary, summary[:300])
    kind = (re.search(r"^Geometry: (.*)$", summary, re.M) or [None, ""])[1]
    if a:
        types = c.get("geometryTypes") or []
        want = {"Point": "Point", "MultiPoint": "Multi Point", "LineString": "Line String", "MultiLineString": "Multi Line String", "Polygon": "Polygon", "MultiPolygon": "Multi Polygon"}
        check(f"{name}: GDAL sees geometry", kind == want.get(types[0]) if len(types) == 1 else kind.startswith("Unknown (any)") or kind in want.values(), f"{kind}, ours {types}")
        check(f"{name}: GDAL knows the reference system", "CRS84" in summary or "WGS 84" in summary, summary[:600])
        ours_box = c["extent"]["spatial"]["bbox"][0]
        check(f"{name}: the extent is that of the data", all(abs(x - y) < 1e-5 for x, y in zip(ours_box, a)), f"{ours_box}, data {a}")
    schema = get(f"{root}/collections/{name}/schema")["properties"]
    # GDAL takes the types from the first page; a column without a value there is text to it.
    first = get(f"{root}/collections/{name}/items?f=json")["features"]
    days = [k for k, p in schema.items() if p.get("format") == "date" and any(f["properties"].get(k) for f in first)]
    wrong = [k for k in days if re.search(rf"^{re.escape(k)}: (?!Date|DateTime)", summary, re.M)]
    check(f"{name}: days are dates to GDAL", not wrong, ", ".join(wrong))


def main():
    if not shutil.which("ogr2ogr"):
        print("ogr2ogr is missing: install gdal-bin; NOT PROVED", file=sys.stderr)
        sys.exit(3)
    root = sys.argv[1].rstrip("/")
    collections = [c for c in get(root + "/collections?f=json")["collections"]]
    listed = run("ogrinfo", "-ro", "OAPIF:" + root)
    for c in collections:
        check(f"{c['id']}: listed by ogrinfo", c["id"] in listed, listed)
        collection(root, c)
    print(f"{passed} passed, {failed} failed")
    sys.exit(bool(failed))


main()
