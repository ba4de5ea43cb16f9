#!/usr/bin/env python3
"""Opens every OGC API collection with QGIS, unchanged, as somebody does who adds a layer: nothing is set but the address and the collection.

usage: ogc-qgis.py http://127.0.0.1:8080/ogc
Compares the kind of geometry, the reference system, the types of the fields, the
count and the extent with what the API says. Ends with a line "N passed, N failed".
Needs python3-qgis and qgis-providers; status 3 without them.
"""
import json
import os
import sys
import tempfile
import urllib.request

os.environ["QT_QPA_PLATFORM"] = "offscreen"
os.environ["QTWEBENGINE_DISABLE_SANDBOX"] = "1"
profile = tempfile.TemporaryDirectory()
os.environ["QGIS_CUSTOM_CONFIG_PATH"] = os.environ["XDG_RUNTIME_DIR"] = profile.name

try:
    from qgis.core import QgsApplication, QgsMapBoxGlStyleConverter, QgsVectorLayer, QgsWkbTypes
    from qgis.PyQt.QtCore import QVariant
except ImportError:
    if os.path.realpath(sys.executable) != os.path.realpath("/usr/bin/python3") or sys.prefix != sys.base_prefix:
        os.execv("/usr/bin/python3", ["/usr/bin/python3", *sys.argv])  # PyQGIS belongs to the system's Python
    print("PyQGIS is missing: install python3-qgis and qgis-providers; NOT RUN")
    sys.exit(3)

passed = failed = 0


def check(name, ok, detail=""):
    global passed, failed
    passed, failed = passed + bool(ok), failed + (not ok)
    print("ok  " if ok else "FAIL", name, "" if ok else detail)


def get(url):
    with urllib.request.urlopen(url) as r:
        return json.load(r)


def bounds(features):
    def points(c):
        if c and isinstance(c[0], (int, float)):
            yield c
        else:
            for x in c:
                yield from points(x)
    ps = [p for f in features if f["geometry"] for p in points(f["geometry"]["coordinates"])]
    return [min(p[0] for p in ps), min(p[1] for p in ps), max(p[0] for p in ps), max(p[1] for p in ps)] if ps else None


def wanted(declared):
    """The types of QGIS that hold what the schema declares. The types come from the first page, where a column may be empty: that is text."""
    return {
        "integer": {QVariant.Int, QVariant.LongLong, QVariant.Double},
        "number": {QVariant.Double, QVariant.Int, QVariant.LongLong},
        "boolean": {QVariant.Bool, QVariant.Int},
    }.get(declared.get("type"), {QVariant.Date, QVariant.DateTime} if declared.get("format") in ("date", "date-time") else None)


def fields(name, root, layer, records):
    schema = get(f"{root}/collections/{name}/schema")["properties"]
    first = get(f"{root}/collections/{name}/items?f=json")["features"]
    known = {f.name(): f for f in layer.fields()}
    plain = [k for k, p in schema.items() if "type" in p]
    unseen = [k for k in plain if k not in known]
    if records:  # a record has only the members that it fills, and QGIS makes its columns of the first page
        print(f"note {name}: QGIS has no column for {', '.join(unseen)}, which its first page does not hold")
    else:
        check(f"{name}: QGIS has the columns", not unseen, ", ".join(unseen))
    wrong = []
    for k in plain:
        filled = any(f["properties"].get(k) is not None for f in first)
        kinds = wanted(schema[k])
        if filled and kinds and k in known and known[k].type() not in kinds:
            wrong.append(f"{k}: {known[k].typeName()}, declared {schema[k]}")
    check(f"{name}: types of the columns", not wrong, "; ".join(wrong[:5]))


def collection(root, c):
    name = c["id"]
    ours = get(f"{root}/collections/{name}/items?f=json&limit=10000")["features"]
    placed = sum(1 for f in ours if f["geometry"])
    layer = QgsVectorLayer(f"url='{root}' typename='{name}'", name, "OAPIF")
    check(f"{name}: QGIS opens it", layer.isValid())
    if not layer.isValid():
        return
    dims = {{"Point": 0, "LineString": 1, "Polygon": 2}[t.replace("Multi", "")] for t in c.get("geometryTypes") or []}
    kind = QgsWkbTypes.geometryDisplayString(layer.geometryType())
    if placed and len(dims) == 1:
        want = {0: "Point", 1: "Line", 2: "Polygon"}[dims.pop()]
        check(f"{name}: kind of geometry", kind == want, f"{kind}, ours {want}")
    elif placed:
        check(f"{name}: has geometry", kind not in ("No geometry",), kind)
    if placed:
        check(f"{name}: reference system", layer.crs().authid() in ("OGC:CRS84", "EPSG:4326"), layer.crs().authid())
    theirs = list(layer.getFeatures())
    check(f"{name}: QGIS finds {len(ours)} features", len(theirs) == len(ours), f"got {len(theirs)}")
    got = sum(1 for f in theirs if f.hasGeometry() and not f.geometry().isEmpty())
    check(f"{name}: {placed} of them have geometry", got == placed, f"QGIS has {got}")
    box = bounds(ours)
    if box:
        hulls = [f.geometry().boundingBox() for f in theirs if f.hasGeometry()]
        qgis = hulls and [min(b.xMinimum() for b in hulls), min(b.yMinimum() for b in hulls), max(b.xMaximum() for b in hulls), max(b.yMaximum() for b in hulls)]
        check(f"{name}: extent", qgis and all(abs(a - b) < 1e-7 for a, b in zip(qgis, box)), f"{qgis}, ours {box}")
    fields(name, root, layer, c["itemType"] == "record")


def styles(root):
    """Every style as SLD drawn by QGIS over the features, and as a style of vector tiles with its labels."""
    for s in get(root + "/styles?f=json")["styles"]:
        name = s["id"]
        sheet = {l["type"].split(";")[0]: l["href"] for l in s["links"] if l["rel"] == "stylesheet"}
        path = os.path.join(profile.name, name + ".sld")
        with urllib.request.urlopen(sheet["application/vnd.ogc.sld+xml"]) as r, open(path, "wb") as f:
            f.write(r.read())
        layer = QgsVectorLayer(f"url='{root}' typename='{name}'", name, "OAPIF")
        plain = layer.renderer() and layer.renderer().dump()
        said = layer.loadSldStyle(path)
        check(f"{name}: QGIS reads the SLD", True in said, str(said))
        check(f"{name}: and draws by it", layer.renderer() and layer.renderer().dump() != plain and layer.labelsEnabled())
        gl = get(sheet["application/vnd.mapbox.style+json"])
        converter = QgsMapBoxGlStyleConverter()
        done = converter.convert(json.dumps(gl))
        check(f"{name}: QGIS reads the Mapbox style", done == QgsMapBoxGlStyleConverter.Success, converter.errorMessage())
        check(f"{name}: with labels", converter.labeling() and len(converter.labeling().styles()) > 0, str(converter.warnings()))


def main():
    root = sys.argv[1].rstrip("/")
    QgsApplication.setPrefixPath("/usr", True)
    app = QgsApplication([], False)
    app.initQgis()
    for c in get(root + "/collections?f=json")["collections"]:
        collection(root, c)
    styles(root)
    print(f"{passed} passed, {failed} failed", flush=True)
    os._exit(bool(failed))  # QGIS of Debian 12 may end with a signal when it is taken down


main()
