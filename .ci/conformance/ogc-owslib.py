#!/usr/bin/env python3
"""Talks to the OGC API with OWSLib from PyPI, unchanged: Features, Records and their filters.

usage: ogc-owslib.py http://127.0.0.1:8080/ogc
Ends with a line "N passed, N failed". Needs owslib (pip install owslib).
"""
import sys
import urllib.request

passed = failed = 0


def check(name, ok, detail=""):
    global passed, failed
    passed, failed = passed + bool(ok), failed + (not ok)
    print("ok  " if ok else "FAIL", name, "" if ok else detail)


def tiles(root):
    """OWSLib has no class for OGC API Tiles: its plain client reads the tilesets, and the tile that their template gives."""
    from owslib.ogcapi import API

    api = API(root)
    for tileset in api._request(path="tiles")["tilesets"]:
        scheme = tileset["tileMatrixSetURI"].rsplit("/", 1)[-1]
        one = api._request(path=f"tiles/{scheme}")
        check(f"tileset {scheme}: limits and template", one["tileMatrixSetLimits"] and any("{tileMatrix}" in x["href"] for x in one["links"]))
        limit = one["tileMatrixSetLimits"][0]
        href = next(x["href"] for x in one["links"] if x["rel"] == "item")
        for name, value in (("tileMatrix", limit["tileMatrix"]), ("tileRow", limit["minTileRow"]), ("tileCol", limit["minTileCol"])):
            href = href.replace("{%s}" % name, str(value))
        with urllib.request.urlopen(href) as answer:
            check(f"tileset {scheme}: a tile", answer.status == 200 and answer.headers["Content-Type"] == "application/vnd.mapbox-vector-tile" and answer.read())


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
    check("catalogue: described", r.collection("catalogue")["itemType"] == "record")
    check("catalogue: queryables", "properties" in r.collection_queryables("catalogue"))
    total, seen = page["numberMatched"], set()
    for offset in range(0, total, 200):
        seen |= {x["id"] for x in r.collection_items("catalogue", limit=200, offset=offset)["features"]}
    check("catalogue: every record once", len(seen) == total, f"{len(seen)} of {total}")
    one = page["features"][0]
    check("catalogue: one record", r.collection_item("catalogue", one["id"])["properties"]["title"] == one["properties"]["title"])
    kind = one["properties"]["kind"]
    check("catalogue: CQL2", r.collection_items("catalogue", filter=f"kind = '{kind}'", limit=1)["numberMatched"] == r.collection_items("catalogue", kind=kind, limit=1)["numberMatched"])
    tiles(root)
    q = r.collection_items("catalogue", q=page["features"][0]["properties"]["title"].split()[0], limit=1)
    check("q finds", q["numberMatched"] >= 1)
    print(f"{passed} passed, {failed} failed")
    sys.exit(bool(failed))


main()
