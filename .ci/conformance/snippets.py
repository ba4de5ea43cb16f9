#!/usr/bin/env python3
"""Runs the code that the table pages offer, as a reader would paste it: curl in a shell, Python and JavaScript with nothing installed, R with r-base-core, for every table of every dataset and for a filtered query in Vietnamese. Each must fetch exactly the rows the page counts. Power Query runs in Excel only: Microsoft's own parser must accept it, and its address is that of the others.

usage: snippets.py http://127.0.0.1:8080
Ends with a line "N passed, N failed".
"""
import csv
import html
import json
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import urllib.parse
import urllib.request

here = pathlib.Path(__file__).parent
M = """import { DefaultSettings, ResultUtils, TaskUtils } from "@microsoft/powerquery-parser";
let text = ""; for await (const part of process.stdin) text += part;
const task = await TaskUtils.tryLexParse(DefaultSettings, text);
if (!TaskUtils.isParseStageOk(task)) { console.error(task.error?.message ?? task.resultKind); process.exit(1); }
"""
base = sys.argv[1].rstrip("/")
passed = failed = 0
csv.field_size_limit(1 << 30)


def check(name, ok, detail=""):
    global passed, failed
    passed, failed = passed + bool(ok), failed + (not ok)
    if not ok:
        print("FAIL", name, str(detail)[:600])


def get(path):
    with urllib.request.urlopen(base + path) as r:
        return r.read().decode()


def snippets(page):
    """The code blocks of a page by their name."""
    found = re.findall(r'<pre[^>]*\bid="code-(\w+)"[^>]*>(.*?)</pre>', get(page), re.S)
    return {name: html.unescape(re.sub(r"<[^>]+>", "", code)) for name, code in found}


def run(command, code, folder):
    r = subprocess.run(command, input=code, cwd=folder, capture_output=True, text=True, timeout=120)
    return r.returncode, r.stdout, r.stderr


def said(out):
    """The number of rows that a snippet prints."""
    m = re.search(r"(\d+) rows", out)
    return int(m.group(1)) if m else None


def try_page(dataset, table, query):
    path = f"/api/v1/datasets/{dataset}/tables/{table}/rows?" + (query + "&" if query else "") + "limit=1"
    want = json.loads(get(path))["total"]
    name = f"{dataset}/{table}" + ("?" + query if query else "")
    code = snippets(f"/en/dataset/{dataset}/{table}" + ("?" + query if query else ""))
    check(name + " has every language", set(code) == {"curl", "python", "r", "javascript", "powerquery"}, code.keys())
    with tempfile.TemporaryDirectory() as folder:
        status, _, err = run(["bash", "-s"], code["curl"], folder)
        files = list(pathlib.Path(folder).glob("*.csv"))
        rows = len(list(csv.DictReader(files[0].open(encoding="utf-8-sig", newline="")))) if len(files) == 1 else None
        check(name + " curl", status == 0 and rows == want, (status, rows, want, err))
        status, out, err = run([sys.executable, "-I", "-"], code["python"], folder)
        check(name + " Python", status == 0 and said(out) == want, (status, out, want, err))
        status, out, err = run(["node", "--input-type=module", "-"], code["javascript"], folder)
        if shutil.which("Rscript"):
            status, r_out, err = run(["Rscript", "--vanilla", "-"], code["r"], folder)
            check(name + " R", status == 0 and said(r_out) == want, (status, r_out, want, err))
        check(name + " JavaScript", status == 0 and said(out) == want, (status, out, want, err))
    if (here / "node_modules/@microsoft/powerquery-parser").exists():
        status, _, err = run(["node", "--input-type=module", "--eval", M], code["powerquery"], here)
        check(name + " Power Query is well formed", status == 0, err)
    address = re.search(r"'(http[^']+)'", code["curl"]).group(1)
    check(name + " R and Power Query ask for the same address", f'"{address}"' in code["r"] and f'Web.Contents("{address}")' in code["powerquery"], address)


for dataset in json.loads(get("/api/v1/datasets"))["items"]:
    for table in dataset["tables"]:
        try_page(dataset["slug"], table["name"], "")
try_page("opportunities", "opportunities", "q=" + urllib.parse.quote("cụm công nghiệp"))
try_page("indicators", "indicators", "indicator_id=population&order=-retrieved")
for tool, there in {"R": shutil.which("Rscript"), "Power Query's parser": (here / "node_modules/@microsoft/powerquery-parser").exists()}.items():
    if not there:
        print("NOT PROVED:", tool, "is not installed")
print(f"{passed} passed, {failed} failed")
sys.exit(failed != 0)
