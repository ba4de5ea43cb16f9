#!/usr/bin/env python3
"""Harvests servers that others wrote: pygeoapi (OGC API), pycsw (CSW, ISO 19139 and Dublin Core) and a site made by Pelican (Atom, RSS, sitemap with pages). All of each comes in, a second run changes nothing, a change is one change, and ingest takes it all.

usage: strangers.py
Needs the program in $HONGLINH, and runs by the Python of .ci/strangers. Ends with a line "N passed, N failed".
"""
import functools
import glob
import http.server
import json
import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request
import wsgiref.simple_server

passed = failed = 0
POINTS, RECORDS, ARTICLES = 2500, 230, 40
WARDS = ["Bắc Hồng Lĩnh", "Nam Hồng Lĩnh"]


def check(name, ok, detail=""):
    global passed, failed
    passed, failed = passed + bool(ok), failed + (not ok)
    print("ok  " if ok else "FAIL", name, "" if ok else detail)


def free():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


def wait(address):
    for _ in range(300):
        try:
            urllib.request.urlopen(address, timeout=5).read()
            return
        except OSError:
            time.sleep(0.2)
    sys.exit(f"{address} does not answer")


def write(path, text):
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "w", encoding="utf-8") as f:
        f.write(text)
    return path


def pygeoapi(work, processes):
    """A collection of points by pygeoapi, paged by ten at most unless asked for more."""
    features = [{"type": "Feature", "id": n, "geometry": {"type": "Point", "coordinates": [105.6 + n % 50 / 200, 18.4 + n // 50 / 200]},
                 "properties": {"ma": f"D{n:04}", "ten": f"Điểm {n} {WARDS[n % 2]}"}} for n in range(POINTS)]
    data = write(f"{work}/points.geojson", json.dumps({"type": "FeatureCollection", "features": features}))
    port = free()
    config = {
        "server": {"bind": {"host": "127.0.0.1", "port": port}, "url": f"http://127.0.0.1:{port}", "mimetype": "application/json; charset=UTF-8", "encoding": "utf-8", "languages": ["en-US"],
                   "limits": {"default_items": 10, "max_items": 700}, "map": {"url": "http://127.0.0.1/{z}/{x}/{y}.png", "attribution": "-"}},
        "logging": {"level": "ERROR"},
        "metadata": {"identification": {"title": "t", "description": "d", "keywords": ["k"], "keywords_type": "theme", "terms_of_service": "https://creativecommons.org/licenses/by/4.0/", "url": "http://example.org"},
                     "license": {"name": "CC-BY 4.0", "url": "https://creativecommons.org/licenses/by/4.0/"}, "provider": {"name": "p", "url": "http://example.org"}, "contact": {"name": "n", "email": "a@example.org"}},
        "resources": {"diem": {"type": "collection", "title": "Điểm", "description": "Các điểm", "keywords": ["điểm"], "links": [], "extents": {"spatial": {"bbox": [105, 18, 107, 19], "crs": "http://www.opengis.net/def/crs/OGC/1.3/CRS84"}},
                               "providers": [{"type": "feature", "name": "GeoJSON", "data": data, "id_field": "id"}]}},
    }
    path = write(f"{work}/pygeoapi.json", json.dumps(config))  # JSON is YAML
    env = {**os.environ, "PYGEOAPI_CONFIG": path, "PYGEOAPI_OPENAPI": f"{work}/openapi.json", "PYTHONWARNINGS": "ignore"}
    here = os.path.dirname(sys.executable)
    subprocess.run([f"{here}/pygeoapi", "openapi", "generate", path, "--output-file", f"{work}/openapi.json", "--format", "json"], env=env, check=True, capture_output=True)
    processes.append(subprocess.Popen([f"{here}/pygeoapi", "serve"], env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL))
    wait(f"http://127.0.0.1:{port}/collections?f=json")
    return f"http://127.0.0.1:{port}"


def iso(n, title):
    return f"""<gmd:MD_Metadata xmlns:gmd="http://www.isotc211.org/2005/gmd" xmlns:gco="http://www.isotc211.org/2005/gco"><gmd:fileIdentifier><gco:CharacterString>ban-do-{n:04}</gco:CharacterString></gmd:fileIdentifier>
<gmd:language><gmd:LanguageCode codeList="http://www.loc.gov/standards/iso639-2/" codeListValue="vie">vie</gmd:LanguageCode></gmd:language><gmd:hierarchyLevel><gmd:MD_ScopeCode codeList="#" codeListValue="dataset">dataset</gmd:MD_ScopeCode></gmd:hierarchyLevel>
<gmd:contact><gmd:CI_ResponsibleParty><gmd:organisationName><gco:CharacterString>Sở</gco:CharacterString></gmd:organisationName><gmd:role><gmd:CI_RoleCode codeList="#" codeListValue="pointOfContact"/></gmd:role></gmd:CI_ResponsibleParty></gmd:contact>
<gmd:dateStamp><gco:Date>2026-05-01</gco:Date></gmd:dateStamp><gmd:identificationInfo><gmd:MD_DataIdentification><gmd:citation><gmd:CI_Citation><gmd:title><gco:CharacterString>{title}</gco:CharacterString></gmd:title>
<gmd:date><gmd:CI_Date><gmd:date><gco:Date>2026-01-01</gco:Date></gmd:date><gmd:dateType><gmd:CI_DateTypeCode codeList="#" codeListValue="creation"/></gmd:dateType></gmd:CI_Date></gmd:date></gmd:CI_Citation></gmd:citation>
<gmd:abstract><gco:CharacterString>Bản đồ số {n} của {WARDS[n % 2]}</gco:CharacterString></gmd:abstract><gmd:language><gco:CharacterString>vie</gco:CharacterString></gmd:language>
<gmd:extent><gmd:EX_Extent><gmd:geographicElement><gmd:EX_GeographicBoundingBox><gmd:westBoundLongitude><gco:Decimal>105.6</gco:Decimal></gmd:westBoundLongitude><gmd:eastBoundLongitude><gco:Decimal>105.8</gco:Decimal></gmd:eastBoundLongitude><gmd:southBoundLatitude><gco:Decimal>18.4</gco:Decimal></gmd:southBoundLatitude><gmd:northBoundLatitude><gco:Decimal>18.6</gco:Decimal></gmd:northBoundLatitude></gmd:EX_GeographicBoundingBox></gmd:geographicElement></gmd:EX_Extent></gmd:extent></gmd:MD_DataIdentification></gmd:identificationInfo></gmd:MD_Metadata>"""


def pycsw(work):
    """A catalogue by pycsw. Returns its address and what loads its records again."""
    from pycsw.core import admin, config, repository
    from pycsw.server import Csw

    db = f"sqlite:///{work}/csw.db"
    port = free()
    settings = {"server": {"home": work, "url": f"http://127.0.0.1:{port}/", "mimetype": "application/xml; charset=UTF-8", "encoding": "UTF-8", "language": "en-US", "maxrecords": "25"},
                "manager": {"transactions": "false"}, "repository": {"database": db, "table": "records"},
                "metadata:main": {k: "x" for k in ("identification_title", "identification_abstract", "identification_keywords", "provider_name", "provider_url", "contact_name", "contact_url", "contact_email")}}
    context = config.StaticContext()
    admin.setup_db(db, "records", work)

    def load(titles):
        folder = tempfile.mkdtemp(dir=work)
        for n, title in titles.items():
            write(f"{folder}/{n}.xml", iso(n, title))
        admin.load_records(context, db, "records", folder, False, True)

    def app(env, start):
        env["local.app_root"] = work
        import configparser
        parsed = configparser.ConfigParser(interpolation=None)
        parsed.read_dict(settings)
        status, body = Csw(parsed, env).dispatch_wsgi()
        start(status, [("Content-Type", "application/xml; charset=UTF-8")])
        return [body if isinstance(body, bytes) else body.encode()]

    class quiet(wsgiref.simple_server.WSGIRequestHandler):
        def log_message(self, *_):
            pass

    load({n: f"Bản đồ {n}" for n in range(RECORDS)})
    server = wsgiref.simple_server.make_server("127.0.0.1", port, app, handler_class=quiet)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return f"http://127.0.0.1:{port}/", load


def pelican(work):
    """A site with feeds and a sitemap by Pelican. Returns its address and what writes it anew."""
    port = free()
    source, out = f"{work}/site", f"{work}/www"
    conf = write(f"{work}/pelicanconf.py", f"""
SITENAME = "Báo phường"; SITEURL = "http://127.0.0.1:{port}"; PATH = "{source}"; OUTPUT_PATH = "{out}"; DEFAULT_LANG = "vi"; TIMEZONE = "Asia/Ho_Chi_Minh"
FEED_ALL_ATOM = "all.atom.xml"; FEED_ALL_RSS = "all.rss.xml"; FEED_MAX_ITEMS = 500; PLUGINS = ["pelican.plugins.sitemap"]; SITEMAP = {{"format": "xml", "exclude": ["tag/", "category/", "author/", "index.html", "archives.html", "tags.html", "authors.html", "categories.html"]}}
""")

    def build(last):
        for n in range(ARTICLES):
            text, day = (last, 16 + len(last) % 10) if n == ARTICLES - 1 else (f"Tin số {n} của phường {WARDS[n % 2]}.", 16)
            write(f"{source}/tin-{n}.md", f"Title: Tin số {n}\nDate: 2026-0{1 + n % 9}-15 08:00\nModified: 2026-0{1 + n % 9}-{day} 08:00\nSlug: tin-{n}\nCategory: Tin\nSummary: {text}\n\n{text}\n\nĐoạn hai của bài, dài hơn một câu để người đọc thấy đó là bài viết.\n")
        subprocess.run([sys.executable, "-m", "pelican", "-s", conf, "-q"], check=True, cwd=work)

    class quiet(http.server.SimpleHTTPRequestHandler):
        def log_message(self, *_):
            pass

    build("Bài cuối.")
    server = http.server.ThreadingHTTPServer(("127.0.0.1", port), functools.partial(quiet, directory=out))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return f"http://127.0.0.1:{port}", build


def main():
    processes = []
    with tempfile.TemporaryDirectory() as work:
        try:
            geo = pygeoapi(work, processes)
            csw, load = pycsw(work)
            site, build = pelican(work)
            sources = {"pygeoapi": ("ogc", geo, 1), "pycsw": ("csw", csw, RECORDS), "atom": ("feed", f"{site}/all.atom.xml", ARTICLES), "rss": ("feed", f"{site}/all.rss.xml", ARTICLES), "sitemap": ("sitemap", f"{site}/sitemap.xml", ARTICLES)}
            articles = write(f"{work}/pelican.yaml", "title: [h1.entry-title, h2.entry-title]\nbody: [.entry-content]\ndrop: [footer]\nitems: /tin-\\d+\\.html$\n")
            config = write(f"{work}/harvest.yaml", json.dumps({"site": {"contact": {"email": "a@example.vn"}}, "sources": [
                {"name": name, "protocol": protocol, "address": at, "kind": "document", "pace": "0s", "profile": articles if name == "sitemap" else "", "allow_hosts": [at.split("//")[1].split("/")[0]]} for name, (protocol, at, _) in sources.items()]}))
            data = f"{work}/data"

            def run():
                r = subprocess.run([os.environ["HONGLINH"], "harvest", "--config", config, "--data", data], capture_output=True, text=True)
                print(r.stdout, r.stderr[-2000:])
                return {m[1]: [int(x) for x in m.groups()[1:]] for m in re.finditer(
                    r"(?m)^(\w+): (\d+) items: (\d+) added, (\d+) changed, (\d+) unchanged, (\d+) missing, (\d+) gone, (\d+) refused", r.stdout)}

            first, second = run(), run()
            for name, (_, _, want) in sources.items():
                check(f"{name}: all of it comes in", first.get(name) == [want, want, 0, 0, 0, 0, 0], f"{first.get(name)}, want {want}")
                check(f"{name}: a second run changes nothing", second.get(name) == [want, 0, 0, want, 0, 0, 0], second.get(name))
            layers = glob.glob(f"{data}/harvest/pygeoapi/current/**/*.geojson", recursive=True)
            layer = json.load(open(layers[0]))["features"] if layers else []
            check("pygeoapi: each feature once", len({f["properties"]["ma"] for f in layer}) == POINTS == len(layer), len(layer))
            load({7: "Bản đồ đã sửa"})
            build("Bài cuối, sửa lại.")
            third = run()
            check("pycsw: a change is one change", third.get("pycsw", [])[1:3] == [0, 1], third.get("pycsw"))
            check("atom, rss and sitemap: a change is one change", all(third.get(n, [])[1:3] == [0, 1] for n in ("atom", "rss", "sitemap")), third)
            for name in ("rss", "sitemap"):  # the same articles once more
                shutil.rmtree(f"{data}/harvest/{name}")
            r = subprocess.run([os.environ["HONGLINH"], "ingest", "--data", data, "--no-embedded"], capture_output=True, text=True)
            check("ingest takes all of it", r.returncode == 0 and f"read {RECORDS + ARTICLES + POINTS} rows" in r.stdout and " 0 refused" in r.stdout, (r.stdout + r.stderr)[-2000:])
        finally:
            for p in processes:
                p.kill()
    print(f"{passed} passed, {failed} failed")
    return 1 if failed else 0


sys.exit(main())
