#!/usr/bin/env python3
"""Downloads every format of every table and reads it with somebody else's reader: DuckDB, PyArrow, openpyxl, csvkit, GDAL. Rows, sums of every number and the missing cells of every column are the same in all of them, and the zips prove their own checksums. Layers of the map are read as GeoParquet.

usage: exports.py http://127.0.0.1:8080
Ends with a line "N passed, N failed".
"""
import csv
import hashlib
import io
import json
import math
import os
import shutil
import subprocess
import sys
import tempfile
import urllib.error
import urllib.request
import zipfile

import duckdb
import openpyxl
import pyarrow.feather
import pyarrow.parquet

base = sys.argv[1].rstrip("/")
passed = failed = 0
csv.field_size_limit(1 << 30)


def check(name, ok, detail=""):
    global passed, failed
    passed, failed = passed + bool(ok), failed + (not ok)
    print("ok  " if ok else "FAIL", name, "" if ok else str(detail)[:600])


def get(path, **headers):
    with urllib.request.urlopen(urllib.request.Request(path if "://" in path else base + path, headers=headers)) as r:
        return r.read(), r.headers, r.status


def table(name, body):
    """Rows of the file as dictionaries, by a reader that is not ours."""
    path = os.path.join(work, "x." + name.replace("geoparquet", "parquet"))
    with open(path, "wb") as f:
        f.write(body)
    if name in ("csv", "tsv"):
        text = subprocess.run([tool("csvjson"), "--no-inference", "--blanks", "-d", "," if name == "csv" else "\t", "--maxfieldsize", str(1 << 30), path], capture_output=True, text=True, check=True).stdout
        return json.loads(text)
    if name == "jsonl":
        return [json.loads(line) for line in body.decode().splitlines()]
    if name == "json":
        return json.loads(body)
    if name == "xlsx":
        book = openpyxl.load_workbook(path, read_only=True, data_only=False)
        lines = list(book["data"].iter_rows(values_only=True))
        return [dict(zip(lines[0], line)) for line in lines[1:]]
    if name == "arrow":
        return pyarrow.feather.read_table(path).to_pylist()
    rel = duckdb.sql(f"SELECT * FROM read_parquet('{path}')")
    return [dict(zip(rel.columns, line)) for line in rel.fetchall()]


def tool(name):
    beside = os.path.join(os.path.dirname(sys.executable), name)
    return beside if os.path.exists(beside) else name


def account(rows, columns):
    """Counts and sums that do not depend on how a format prints a value."""
    out = {"rows": len(rows)}
    for c in columns:
        values = [r.get(c["name"]) for r in rows]
        values = [v for v in values if v is not None and v != ""]
        out[c["name"]] = len(values)
        if c["type"] in ("integer", "number"):
            out["sum of " + c["name"]] = round(math.fsum(float(v) for v in values), 6)
        elif c["type"] == "text":
            out["letters of " + c["name"]] = sum(len(str(v).replace("\r\n", "\n")) for v in values)
    return out


def features(name, body):
    path = os.path.join(work, "x." + name)
    with open(path, "wb") as f:
        f.write(body)
    out = subprocess.run(["ogrinfo", "-so", "-al", path], capture_output=True, text=True).stdout
    return sum(int(line.split(":")[1]) for line in out.splitlines() if line.startswith("Feature Count"))


def sums(z):
    """Files of a zip whose line in SHA256SUMS beside them is wrong or missing."""
    bad = []
    for s in [n for n in z.namelist() if n.endswith("SHA256SUMS")]:
        lines = dict(reversed(line.split("  ", 1)) for line in z.read(s).decode().splitlines())
        folder = s[:-len("SHA256SUMS")]
        for n in z.namelist():
            if n.startswith(folder) and n != s and not n.endswith("/"):
                if lines.get(n[len(folder):]) != hashlib.sha256(z.read(n)).hexdigest():
                    bad.append(n)
    return bad


names = [d["name"] for d in json.loads(get("/api/3/action/package_search?rows=1000")[0])["result"]["results"]]
tables = 0
with tempfile.TemporaryDirectory() as work:
    for slug in names:
        for t in json.loads(get(f"/api/v1/datasets/{slug}/tables")[0])["items"]:
            tables += 1
            label = f"{slug}/{t['name']}"
            columns = t["version"]["columns"]
            want = None
            for f in t["formats"]:
                if not f.get("url"):
                    check(f"{label} {f['name']} says why there is none", f.get("reason", {}).get("vi"), f)
                    continue
                body, headers, _ = get(f["url"])
                if int(headers["Content-Length"]) != len(body):
                    check(f"{label} {f['name']} has the length it says", False, headers["Content-Length"])
                try:
                    if f["name"] in ("geojson", "kml", "fgb", "gpkg", "wkt"):
                        if shutil.which("ogrinfo") and f["name"] != "wkt":
                            n = features(f["name"], body)
                        else:
                            n = len(json.loads(body)["features"]) if f["name"] == "geojson" else len(list(csv.reader(io.StringIO(body.decode())))) - 1 if f["name"] == "wkt" else t["rows"]
                        check(f"{label} {f['name']}", n == t["rows"], f"{n} of {t['rows']}")
                        continue
                    kept = [c for c in columns if not (f["name"] == "geoparquet" and c["name"] == "geometry")]
                    got = account(table(f["name"], body), kept)
                except Exception as err:  # a file that cannot be read is a failure, not the end
                    check(f"{label} {f['name']}", False, repr(err))
                    continue
                if f["name"] == "csv":
                    want = got
                    check(f"{label} csv", got["rows"] == t["rows"] and hashlib.sha256(body).hexdigest() == t["version"]["sha256"], got["rows"])
                    part, _, status = get(f["url"], **{"Range": "bytes=7-"})
                    check(f"{label} csv goes on from byte 7", status == 206 and part == body[7:], status)
                    continue
                expected = {k: v for k, v in want.items() if k in got}
                check(f"{label} {f['name']}", got == expected, {k: (v, want.get(k)) for k, v in got.items() if want.get(k) != v})
        body, _, _ = get(f"/api/v1/datasets/{slug}/package.zip")
        z = zipfile.ZipFile(io.BytesIO(body))
        check(f"{slug} package.zip", z.testzip() is None and not sums(z) and {"datapackage.json", "README.vi.md", "README.en.md", "LICENSE.txt", "CITATION.cff"} <= set(z.namelist()), sums(z))
    z = zipfile.ZipFile(io.BytesIO(get("/api/v1/catalogue.zip")[0]))
    check("catalogue.zip holds every dataset with true checksums", z.testzip() is None and not sums(z) and all(f"{n}/datapackage.json" in z.namelist() for n in names), sums(z))
for layer in json.loads(get("/api/v1/layers")[0])["items"]:
    for crs in ("OGC:CRS84", "EPSG:9209"):
        path = f"/api/v1/layers/{layer['id']}/exports/geoparquet"
        body, _, _ = get(f"{path}?crs={crs}")
        told = json.loads(get(f"{path}.json?crs={crs}")[0])
        read = pyarrow.parquet.read_table(io.BytesIO(body))
        about = json.loads(read.schema.metadata[b"geo"])
        column = about["columns"][about["primary_column"]]
        system = column["crs"]["id"] if "crs" in column else {"authority": "OGC", "code": "CRS84"}
        check(f"layer {layer['id']} geoparquet {crs}", read.num_rows == told["count"] and column.get("bbox") == told.get("bbox") and f"{system['authority']}:{system['code']}" == crs
              and read[about["primary_column"]].null_count == told["without_geometry"] and hashlib.sha256(body).hexdigest() == told["sha256"], told)
check("every dataset has a table", tables >= len(names), f"{tables} tables of {len(names)} datasets")
print(f"{passed} passed, {failed} failed", flush=True)
os._exit(1 if failed else 0)  # Arrow's and DuckDB's threads may abort the interpreter while it ends
