#!/usr/bin/env python3
"""Holds the published Data Package descriptors against the published profiles, and their tables against frictionless.

usage: packages.py http://127.0.0.1:8080
Ends with a line "N passed, N failed". Needs frictionless; the profiles lie in
$HONGLINH_SHARED/data/datapackage-profiles and are not part of the checkout.
"""
import hashlib
import json
import os
import sys
import urllib.request

import frictionless
import jsonschema

passed = failed = 0


def check(name, ok, detail=""):
    global passed, failed
    passed, failed = passed + bool(ok), failed + (not ok)
    print("ok  " if ok else "FAIL", name, "" if ok else detail)


def fetch(address):
    with urllib.request.urlopen(address) as answer:
        return answer.read()


def main():
    base = sys.argv[1].rstrip("/")
    profile = os.path.join(os.environ.get("HONGLINH_SHARED", "../shared"), "data", "datapackage-profiles", "datapackage.json")
    validator = jsonschema.Draft7Validator(json.load(open(profile))) if os.path.exists(profile) else None
    if validator is None:
        print("NOT RUN: the published profiles are not at", profile)
    for d in json.loads(fetch(f"{base}/api/v1/datasets"))["items"]:
        slug = d["slug"]
        address = f"{base}/api/v1/datasets/{slug}/datapackage.json"
        descriptor = json.loads(fetch(address))
        if validator:
            errors = [e.message for e in validator.iter_errors(descriptor)]
            check(f"{slug}: the profile accepts the descriptor", not errors, errors[:3])
        tables = [r for r in descriptor["resources"] if r.get("type") == "table"]
        for r in tables:
            body = fetch(r["path"])
            check(f"{slug}/{r['name']}: bytes and hash are those of the download", len(body) == r.get("bytes") and r["hash"] == "sha256:" + hashlib.sha256(body).hexdigest(), (len(body), r.get("bytes")))
        if tables:
            report = frictionless.validate(address, type="package") if len(tables) == len(descriptor["resources"]) else None
            if report is not None:
                found = report.flatten(["rowNumber", "fieldName", "type", "note"])
                check(f"{slug}: frictionless finds nothing", report.valid, (report.errors[:3], found[:5]))
    print(f"{passed} passed, {failed} failed")
    sys.exit(1 if failed else 0)


main()
