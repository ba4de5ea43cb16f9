#!/usr/bin/env python3
"""Talks to the CKAN face with ckanapi from PyPI, unchanged: packages, search, errors, DataStore.

usage: ckan.py http://127.0.0.1:8080
Ends with a line "N passed, N failed". Needs ckanapi (pip install ckanapi).
"""
import csv
import io
import json
import os
import sys
import urllib.request

# ckanapi tries to import a package named ckan; it must not find this file.
sys.path = [p for p in sys.path if os.path.abspath(p or ".") != os.path.dirname(os.path.abspath(__file__))]

passed = failed = 0


def check(name, ok, detail=""):
    global passed, failed
    passed, failed = passed + bool(ok), failed + (not ok)
    print("ok  " if ok else "FAIL", name, "" if ok else detail)


def raises(name, kind, call):
    try:
        got = call()
    except kind as err:
        check(name, True)
        return err
    except Exception as err:  # another error is the finding
        check(name, False, repr(err))
        return None
    check(name, False, got)
    return None


def datastore(ckan, base, resource):
    first = ckan.action.datastore_search(resource_id=resource["id"], limit=3)
    check("datastore_search: _id comes first", first["fields"][0]["id"] == "_id", first["fields"][0])
    check("datastore_search: rows are objects", len(first["records"]) == 3 and first["records"][0]["_id"] == 1)
    rows, after = [], None
    while True:
        page = ckan.action.datastore_search(resource_id=resource["id"], limit=50, filters={"_id": {"gt": after}} if after else {})
        rows += page["records"]
        if not page["records"]:
            break
        after = page["records"][-1]["_id"]
    check("datastore_search: pages by _id hold every row", len(rows) == first["total"], (len(rows), first["total"]))
    text = urllib.request.urlopen(f"{base}/datastore/dump/{resource['id']}?bom=true").read().decode("utf-8-sig")
    dump = list(csv.DictReader(io.StringIO(text)))
    check("the dump has the same rows", [r["_id"] for r in dump] == [str(r["_id"]) for r in rows])
    capped = ckan.action.datastore_search(resource_id=resource["id"], limit=40000)
    check("limit=40000 echoes 32000", capped["limit"] == 32000, capped["limit"])
    info = ckan.action.datastore_info(resource_id=resource["id"])
    check("datastore_info counts the rows", info["meta"]["count"] == first["total"], info["meta"])


def main():
    try:
        from ckanapi import RemoteCKAN
        from ckanapi.errors import CKANAPIError, NotAuthorized, NotFound, SearchQueryError, ValidationError
    except ImportError:
        print("ckanapi is missing: pip install ckanapi; NOT PROVED", file=sys.stderr)
        sys.exit(3)
    base = sys.argv[1].rstrip("/")
    for get_only in (False, True):
        ckan = RemoteCKAN(base, get_only=get_only)
        how = "GET" if get_only else "POST"
        names = ckan.action.package_list()
        check(f"{how}: package_list is sorted", names == sorted(names) and len(names) > 5, names)
        for name in names:
            p = ckan.action.package_show(id=name)
            check(f"{how}: package_show {name}", p["name"] == name and p["type"] == "dataset" and p["num_resources"] == len(p["resources"]))
        found = ckan.action.package_search(q="*:*", rows=5000, sort="name asc")
        check(f"{how}: rows=5000 is capped without complaint", found["count"] == len(names) and [p["name"] for p in found["results"]] == names)
        facets = ckan.call_action("package_search", {"facet.field": json.dumps(["tags"]), "rows": 0})
        check(f"{how}: facet.field", facets["search_facets"]["tags"]["items"] and not facets["results"])
        check(f"{how}: words without marks", "procedures" in [p["name"] for p in ckan.action.package_search(q="thu tuc hanh chinh")["results"]])
        raises(f"{how}: NotFound", NotFound, lambda: ckan.action.package_show(id="no-such-dataset"))
        err = raises(f"{how}: ValidationError", ValidationError, lambda: ckan.action.package_show())
        check(f"{how}: the error names the field and has no message", err is not None and "id" in err.error_dict and "message" not in err.error_dict)
        raises(f"{how}: SearchQueryError", SearchQueryError, lambda: ckan.action.package_search(fq="title:(a"))
        raises(f"{how}: an unknown action", CKANAPIError, lambda: ckan.action.no_such_action())
    ckan = RemoteCKAN(base)
    raises("writing is refused", NotAuthorized, lambda: ckan.action.package_create(name="x"))
    check("status_show", ckan.action.status_show()["ckan_version"])
    for kind in ("organization", "group"):
        for name in ckan.call_action(kind + "_list", {}):
            check(f"{kind}_show {name}", ckan.call_action(kind + "_show", {"id": name})["name"] == name)
    resource = next(r for r in ckan.action.package_show(id="units")["resources"] if r["datastore_active"])
    datastore(ckan, base, resource)
    print(f"{passed} passed, {failed} failed")
    sys.exit(1 if failed else 0)


main()
