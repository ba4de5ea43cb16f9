#!/usr/bin/env python3
"""Reads structures and data with sdmx1 from PyPI, unchanged, over SDMX REST 2.

usage: sdmx.py http://127.0.0.1:8080
Ends with a line "N passed, N failed". Needs sdmx1.
"""
import json
import os
import sys
import urllib.request

# sdmx1's package is named like this file.
sys.path = [p for p in sys.path if os.path.abspath(p or ".") != os.path.dirname(os.path.abspath(__file__))]
import sdmx  # noqa: E402

STRUCTURE = {"Accept": "application/vnd.sdmx.structure+xml;version=3.0.0"}
CSV = {"Accept": "application/vnd.sdmx.data+csv;version=2.0.0"}
XML = {"Accept": "application/vnd.sdmx.data+xml;version=3.0.0"}
passed = failed = 0


def check(name, ok, detail=""):
    global passed, failed
    passed, failed = passed + bool(ok), failed + (not ok)
    print("ok  " if ok else "FAIL", name, "" if ok else detail)


def native(base):
    """The rows of the native table that state a period, by the id of the statement."""
    address, out = f"{base}/api/v1/datasets/indicators/tables/indicators/exports/json", {}
    for row in json.load(urllib.request.urlopen(address)):
        if row["period_start"]:
            out[row["obs_id"]] = row
    return out


def observations(message):
    return [o for d in message.data for o in d.obs]


def main():
    base = sys.argv[1].rstrip("/")
    sdmx.add_source({"id": "HONGLINH", "name": "Hong Linh", "url": base + "/sdmx/v3", "versions": ["3.0.0"]})
    client = sdmx.Client("HONGLINH")
    flows = client.get("dataflow", resource_id="INDICATORS", version="1.0", params={"references": "all"}, headers=STRUCTURE)
    flow = flows.dataflow["INDICATORS"]
    check("the dataflow has a name in both languages", flow.name.localizations.get("vi") and flow.name.localizations.get("en"), flow.name)
    dsd = next(iter(flows.structure.values()))
    check("dimensions", [d.id for d in dsd.dimensions] == ["INDICATOR", "REF_AREA", "VINTAGE", "SOURCE_ID", "TIME_PERIOD"], dsd.dimensions)
    check("attributes", {"UNIT_MEASURE", "SOURCE", "CONF", "OBS_STATUS", "NOTE"} <= {a.id for a in dsd.attributes}, dsd.attributes)
    lists = flows.codelist
    check("codelists have both languages", all(c.name.localizations.get("vi") for c in lists["CL_INDICATOR"]) and lists["CL_INDICATOR"]["area-total"].name.localizations["en"] == "Natural area")
    check("every coded component has its codelist", {"CL_INDICATOR", "CL_AREA", "CL_VINTAGE", "CL_SOURCE", "CL_UNIT", "CL_CONF", "CL_OBS_STATUS"} <= set(lists), list(lists))

    rows = native(base)
    for form, headers in (("CSV", CSV), ("XML", XML)):
        message = client.get("data", "INDICATORS", version="1.0", key="*", dsd=dsd, headers=headers, params={}) if form == "XML" else None
        if form == "CSV":
            request = urllib.request.Request(base + "/sdmx/v3/data/dataflow/HONGLINH/INDICATORS/1.0/*", headers=headers)
            with urllib.request.urlopen(request) as answer:
                path = os.path.join(os.environ.get("TMPDIR", "/tmp"), f"honglinh-sdmx-{os.getpid()}.csv")
                with open(path, "wb") as f:
                    f.write(answer.read())
            message = sdmx.read_sdmx(path, structure=flow if flow.structure is not None else dsd)
            os.unlink(path)
        obs = observations(message)
        check(f"{form}: as many observations as the native table has rows with a period", len(obs) == len(rows), (len(obs), len(rows)))
        check(f"{form}: keys are unique", len({str(o.key) for o in obs}) == len(obs))
        wrong = 0
        for o in obs:
            row = rows.get(str(o.attrib["STATEMENT"].value))
            if row is None or abs(float(o.value) - float(row["value"])) > 1e-9 or str(o.key["INDICATOR"].value) != row["indicator_id"]:
                wrong += 1
        check(f"{form}: every observation is its native row", wrong == 0, wrong)

    part = client.get("data", "INDICATORS", version="1.0", key="area-total.*.*.*", dsd=dsd, headers=XML)
    want = sum(1 for r in rows.values() if r["indicator_id"] == "area-total")
    check("a key chooses", len(observations(part)) == want, (len(observations(part)), want))
    try:
        client.get("data", "NOTHING", version="1.0", key="*", dsd=dsd, headers=XML)
        check("an unknown flow is an error", False)
    except Exception as err:  # requests' HTTPError
        check("an unknown flow is an error", "404" in str(err), err)
    print(f"{passed} passed, {failed} failed")
    sys.exit(1 if failed else 0)


main()
