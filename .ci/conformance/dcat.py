#!/usr/bin/env python3
"""Reads the catalogue with rdflib in five forms and holds it against SEMIC's SHACL shapes of DCAT-AP 3.0.1.

usage: dcat.py http://127.0.0.1:8080
Ends with a line "N passed, N failed". Needs rdflib and pyshacl; the shapes lie in
$HONGLINH_SHARED/data/dcat-ap-shacl and are not part of the checkout.
"""
import os
import sys
import urllib.request

import pyshacl
import rdflib
from rdflib.compare import isomorphic
from rdflib.namespace import DCAT, RDF

FORMS = {"jsonld": ("json-ld", "application/ld+json"), "ttl": ("turtle", "text/turtle"), "rdf": ("xml", "application/rdf+xml"),
         "nt": ("nt", "application/n-triples"), "trig": ("trig", "application/trig")}
HYDRA = rdflib.Namespace("http://www.w3.org/ns/hydra/core#")
SH = rdflib.Namespace("http://www.w3.org/ns/shacl#")
passed = failed = 0


def check(name, ok, detail=""):
    global passed, failed
    passed, failed = passed + bool(ok), failed + (not ok)
    print("ok  " if ok else "FAIL", name, "" if ok else detail)


def fetch(address, accept="*/*"):
    request = urllib.request.Request(address, headers={"Accept": accept})
    with urllib.request.urlopen(request) as answer:
        return answer.read(), answer.headers["Content-Type"]


def graph(address, form, accept="*/*"):
    body, media = fetch(address, accept)
    name, want = FORMS[form]
    check(f"{address} is {want}", media.startswith(want), media)
    if name == "trig":
        whole = rdflib.Dataset()
        whole.parse(data=body, format=name)
        out = rdflib.Graph()
        for s, p, o, _ in whole.quads():
            out.add((s, p, o))
        return out
    return rdflib.Graph().parse(data=body, format=name)


def forms(base):
    first = graph(f"{base}/catalog.nt", "nt")
    check("the catalogue says something", len(first) > 1000, len(first))
    for form, (_, media) in FORMS.items():
        for g, how in ((graph(f"{base}/catalog.{form}", form), "by extension"), (graph(f"{base}/catalog", form, media), "by Accept")):
            check(f"{form} {how} is the same graph, {len(first)} statements", isomorphic(rdf_page(g), rdf_page(first)), (len(g), len(first)))
    return first


def rdf_page(g):
    """Without the statements on the page itself, whose address differs with the form."""
    out = rdflib.Graph()
    views = set(g.subjects(RDF.type, HYDRA.PartialCollectionView))
    for t in g:
        if t[0] not in views:
            out.add(t)
    return out


def shapes(g, folder):
    data = rdflib.Graph()
    data += g
    for name in ("shapes.ttl", "range.ttl", "mdr-vocabularies.shape.ttl", "deprecateduris.ttl", "shapes_recommended.ttl"):
        rules = rdflib.Graph().parse(os.path.join(folder, name))
        _, report, _ = pyshacl.validate(data, shacl_graph=rules, inference="none", advanced=True)
        found, hints = {}, {}
        # Only results of the report itself: those within sh:detail belong to alternatives.
        for r in report.objects(None, SH.result):
            kind = found if report.value(r, SH.resultSeverity) == SH.Violation else hints
            kind.setdefault(str(report.value(r, SH.resultPath)), []).append(str(report.value(r, SH.focusNode)))
        check(f"{name}: no violation ({sum(map(len, hints.values()))} warnings: {({k.rsplit('/', 1)[-1]: len(v) for k, v in hints.items()})})", not found,
              {k: (len(v), v[0]) for k, v in list(found.items())[:5]})
    broken = rdflib.Graph()
    broken += g
    for s, p, o in list(g.triples((None, DCAT.accessURL, None)))[:1]:
        broken.remove((s, p, o))
    ok, _, _ = pyshacl.validate(broken, shacl_graph=rdflib.Graph().parse(os.path.join(folder, "shapes.ttl")), inference="none", advanced=True)
    check("the shapes do find a missing accessURL", not ok)


def links(base, g):
    for address in sorted({str(o) for p in (DCAT.downloadURL, DCAT.accessURL, DCAT.endpointURL, DCAT.endpointDescription) for o in g.objects(None, p)}):
        if not address.startswith(base):
            check(f"{address} is ours", False)
            continue
        if address.endswith(("/api/v1", "/sdmx/v3", "/api/3/action", "/resource", "/mcp")):
            continue  # the root of an API, not a document
        request = urllib.request.Request(address, method="HEAD")
        try:
            with urllib.request.urlopen(request) as answer:
                ok = answer.status
        except urllib.error.HTTPError as err:
            ok = err.code
        check(f"{address} answers", ok == 200, ok)


def sums(g):
    import hashlib
    spdx = rdflib.Namespace("http://spdx.org/rdf/terms#")
    for dist, s in g.subject_objects(spdx.checksum):
        body, _ = fetch(str(g.value(dist, DCAT.downloadURL)))
        size = g.value(dist, DCAT.byteSize)
        check(f"{dist}: size and checksum are those of the download",
              hashlib.sha256(body).hexdigest() == str(g.value(s, spdx.checksumValue)) and int(size) == len(body), (size, len(body)))


def pages(base, whole):
    seen, address = [], f"{base}/catalog.ttl?limit=3"
    while address:
        page = graph(address, "ttl")
        seen += list(page.objects(None, DCAT.dataset))
        view = next(page.subjects(RDF.type, HYDRA.PartialCollectionView))
        address = page.value(view, HYDRA.next)
        address = str(address) if address else None
    want = set(whole.objects(None, DCAT.dataset))
    check("pages of three hold every dataset once", len(seen) == len(want) and set(seen) == want, (len(seen), len(want)))


def main():
    base = sys.argv[1].rstrip("/")
    whole = forms(base)
    pages(base, whole)
    links(base, whole)
    sums(whole)
    folder = os.path.join(os.environ.get("HONGLINH_SHARED", "../shared"), "data", "dcat-ap-shacl")
    if os.path.isdir(folder):
        shapes(whole, folder)
    else:
        print("NOT RUN: SEMIC's shapes are not at", folder)
    print(f"{passed} passed, {failed} failed")
    sys.exit(1 if failed else 0)


main()
