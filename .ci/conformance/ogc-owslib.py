#!/usr/bin/env python3
"""Talks to the OGC API with OWSLib from PyPI, unchanged: Features, Records and their filters.

usage: ogc-owslib.py http://127.0.0.1:8080/ogc
Ends with a line "N passed, N failed". Needs owslib (pip install owslib).
"""
import sys

passed = failed = 0


def check(name, ok, detail=""):
    global passed, failed
    passed, failed = passed + bool(ok), failed + (not ok)
    print("ok  " if ok else "FAIL", name, "" if ok else detail)


def main():
    try:
        from owslib.ogcapi.features import Features
        from owslib.ogcapi.records import Records
    except ImportError:
        print("owslib is missing: pip install owslib; NOT PROVED", file=sys.stderr)
        sys.exit(3)
    root = sys.argv[1].rstrip("/") + "/"
    f = Features(root)
    check("landing page has links", len(f.links) > 5, f.links)
    check("conformance is read", any("ogcapi-features-1/1.0/conf/core" in c for c in f.conformance()["conformsTo"]))
    check("definition is read", "paths" in f.api())
    names = f.feature_collections()
    check("feature collections are found", "units" in names, names)
    for name in names:
        one = f.collection(name)
        check(f"{name}: described", one["id"] == name)
        check(f"{name}: queryables", "properties" in f.collection_queryables(name))
        page = f.collection_items(name, limit=5)
        total = page["numberMatched"]
        check(f"{name}: items", page["type"] == "FeatureCollection" and page["numberReturned"] == min(5, total), page.get("numberReturned"))
        if total > 5:
            rest = f.collection_items(name, limit=5, offset=5)
            ids = {x["id"] for x in page["features"]} & {x["id"] for x in rest["features"]}
            check(f"{name}: second page", not ids, ids)
        first = page["features"][0]
        check(f"{name}: one item", f.collection_item(name, first["id"])["id"] == first["id"])
        box = one.get("extent", {}).get("spatial", {}).get("bbox", [None])[0]
        if box:
            check(f"{name}: bbox", f.collection_items(name, bbox=box, limit=1)["numberMatched"] == total)
        kind = first["properties"]["kind"]
        check(f"{name}: property", f.collection_items(name, kind=kind, limit=1)["numberMatched"] >= 1)
        check(f"{name}: CQL2", f.collection_items(name, filter=f"kind = '{kind}'", limit=1)["numberMatched"] == f.collection_items(name, kind=kind, limit=1)["numberMatched"])
    r = Records(root)
    catalogues = r.records()
    check("record collections are found", catalogues == ["catalogue"], catalogues)
    page = r.collection_items("catalogue", limit=3)
    check("records are read", page["numberReturned"] == 3 and all(x["properties"]["title"] for x in page["features"]))
    q = r.collection_items("catalogue", q=page["features"][0]["properties"]["title"].split()[0], limit=1)
    check("q finds", q["numberMatched"] >= 1)
    print(f"{passed} passed, {failed} failed")
    sys.exit(bool(failed))


main()
