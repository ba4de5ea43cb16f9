#!/usr/bin/env python3
"""Harvests the served catalogue by every protocol that both sides speak, and again: the same datasets, rows and records come in, and the second run asks conditionally and writes nothing.

usage: harvest.py http://127.0.0.1:8080
Needs the program in $HONGLINH. Ends with a line "N passed, N failed".
"""
import csv
import json
import os
import re
import subprocess
import sys
import tempfile
import urllib.request

passed = failed = 0
# Sources that are named by the form of their catalogue.
FORMS = {"turtle": "dcat", "rdfxml": "dcat"}


def check(name, ok, detail=""):
    global passed, failed
    passed, failed = passed + bool(ok), failed + (not ok)
    print("ok  " if ok else "FAIL", name, "" if ok else detail)


def fetch(address):
    with urllib.request.urlopen(address) as answer:
        return json.load(answer)


def rows(folder):
    """The rows of every CSV table below a folder, by the table's file."""
    out = {}
    for top, _, files in os.walk(folder, followlinks=True):
        for f in files:
            if f.endswith(".csv"):
                with open(os.path.join(top, f), encoding="utf-8-sig", newline="") as text:
                    out[os.path.join(os.path.basename(os.path.dirname(top)), f)] = max(len(list(csv.reader(text))) - 1, 0)
    return out


def main():
    base = sys.argv[1].rstrip("/")
    host = base.split("//")[1]
    datasets = fetch(f"{base}/api/v1/datasets")["items"]
    opportunities = fetch(f"{base}/api/v1/search?kind=opportunity&limit=1")["total"]
    layers = fetch(f"{base}/ogc/collections?f=json")["collections"]
    tables = sum(len(d["tables"]) for d in datasets)
    total = sum(t["rows"] for d in datasets for t in d["tables"])
    sources = {
        "feed": (f"{base}/api/v1/search.atom?lang=en&kind=opportunity", opportunities),
        "ckan": (base, len(datasets)),
        "dcat": (f"{base}/catalog", len(datasets)),
        "turtle": (f"{base}/catalog.ttl", len(datasets)),
        "rdfxml": (f"{base}/catalog.rdf", len(datasets)),
        "explore": (base, tables),
        "soda": (base, tables),
        "sdmx": (f"{base}/sdmx/v3", None),
        "ogc": (f"{base}/ogc", None),
    }
    with tempfile.TemporaryDirectory() as work:
        config = os.path.join(work, "harvest.yaml")
        with open(config, "w") as f:
            json.dump({"site": {"contact": {"email": "catalogue@example.vn"}}, "sources": [
                {"name": name, "protocol": FORMS.get(name, name), "address": at, "kind": "document", "pace": "0s", "allow_hosts": [host]} for name, (at, _) in sources.items()]}, f)
        data = os.path.join(work, "data")

        def run():
            r = subprocess.run([os.environ["HONGLINH"], "harvest", "--config", config, "--data", data], capture_output=True, text=True)
            print(r.stdout, r.stderr[-3000:])
            return {m[1]: [int(x) for x in m.groups()[1:]] for m in re.finditer(
                r"(?m)^(\w+): (\d+) items: (\d+) added, (\d+) changed, (\d+) unchanged, (\d+) missing, (\d+) gone, (\d+) refused; (\d+) requests \((\d+) conditional", r.stdout)}

        first, second = run(), run()
        for name, (_, want) in sources.items():
            got = first.get(name)
            check(f"{name}: all of it comes in", got and got[0] > 0 and got[1] == got[0] and got[6] == 0 and (want is None or got[0] == want), f"{got}, want {want}")
            again = second.get(name)
            check(f"{name}: a second run changes nothing and asks conditionally", again and again[1:3] == [0, 0] and again[3] == got[0] and again[7] == again[8], again)
        for name in ("dcat", "turtle", "rdfxml", "explore", "soda"):
            count = sum(rows(os.path.join(data, "harvest", name, "current")).values())
            check(f"{name}: the rows are the same", count == total, f"{count} rows, want {total}")
        report = os.path.join(work, "report.json")
        r = subprocess.run([os.environ["HONGLINH"], "ingest", "--data", data, "--no-embedded", "--report", report], capture_output=True, text=True)
        told = json.load(open(report)) if os.path.exists(report) else {}
        check("ingest takes all of it", r.returncode == 0 and told.get("read", 0) >= 6 * total, r.stderr[-2000:])
        print(len(layers), "collections,", r.stdout.strip())
    print(f"{passed} passed, {failed} failed")
    return 1 if failed else 0


sys.exit(main())
