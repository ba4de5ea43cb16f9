#!/usr/bin/env python3
"""Asks the same questions of the same table here and of Datasette, in turns, and prints the ratios of the medians.

usage: datasette.py path/to/honglinh [rows]
Needs the packages of requirements.txt; the data are made here.
"""
import json
import os
import shutil
import socket
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.parse
import urllib.request

binary, rows = os.path.abspath(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 1_000_000
names = ["Cụm công nghiệp Nam Hồng", "Đường tránh Quốc lộ 1", "Chùa Thiên Tượng", "Trường tiểu học", "Trạm y tế"]
columns = "id,ma,ten,phuong,nam,ngay,gia_tri,dien_tich,don_vi,nguon,tin_cay,ghi_chu".split(",")


def row(i):
    n = i * 7919 % 1_000_003
    return [i, f"{n:06d}", f"{names[n % 5]} {n % 1000}", 18115 + 3 * (n % 69), 1990 + n % 36, f"20{n % 26:02d}-{1 + n % 12:02d}-{1 + n % 28:02d}", n % 100_000 + n % 100 / 100, n % 977, "ha", f"nguồn {n % 40}", "high", f"ghi chú {n % 977}"]


def free():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


def wait(url, seconds=900):
    end = time.time() + seconds
    while time.time() < end:
        try:
            with urllib.request.urlopen(url, timeout=5) as r:
                return r.read()
        except OSError:
            time.sleep(0.3)
    sys.exit("does not answer: " + url)


def ask(url):
    start = time.perf_counter()
    with urllib.request.urlopen(url, timeout=600) as r:
        n = 0
        while chunk := r.read(1 << 20):
            n += len(chunk)
    return time.perf_counter() - start, n


work = tempfile.mkdtemp()
servers = []
try:
    pack = os.path.join(work, "packages", "big")
    os.makedirs(pack)
    with open(os.path.join(pack, "t.csv"), "w", encoding="utf-8") as f:
        f.write(",".join(columns) + "\n")
        for i in range(rows):
            f.write(",".join(map(str, row(i))) + "\n")
    with open(os.path.join(pack, "datapackage.json"), "w") as f:
        json.dump({"name": "big", "title": "Big", "version": "1.0.0", "resources": [{"name": "t", "path": "t.csv", "type": "table", "format": "csv", "schema": {"primaryKey": ["id"], "fields": [{"name": "ma", "type": "string"}]}}]}, f)
    db = sqlite3.connect(os.path.join(work, "big.db"))
    db.execute("CREATE TABLE t (id INTEGER PRIMARY KEY, ma TEXT, ten TEXT, phuong INTEGER, nam INTEGER, ngay TEXT, gia_tri REAL, dien_tich INTEGER, don_vi TEXT, nguon TEXT, tin_cay TEXT, ghi_chu TEXT)")
    db.executemany("INSERT INTO t VALUES (?,?,?,?,?,?,?,?,?,?,?,?)", (row(i) for i in range(rows)))
    db.commit()
    db.close()
    here, admin, there = free(), free(), free()
    servers.append(subprocess.Popen([binary, "serve", "--addr", f"127.0.0.1:{here}", "--admin-addr", f"127.0.0.1:{admin}", "--data", os.path.join(work, "data"), "--rate-limit", "0", "--packages", os.path.join(work, "packages")], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL))
    servers.append(subprocess.Popen([os.path.join(os.path.dirname(sys.executable), "datasette"), os.path.join(work, "big.db"), "-p", str(there), "--setting", "sql_time_limit_ms", "60000", "--setting", "max_csv_mb", "0"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL))
    table = f"http://127.0.0.1:{here}/api/v1/datasets/big/tables/t"
    wait(table)
    other = f"http://127.0.0.1:{there}/big"
    wait(other + ".json")
    sql = lambda s: other + ".json?_shape=array&sql=" + urllib.parse.quote(s)
    questions = {
        "filtered page with exact total": (table + "/rows?nam__gt=2010&phuong=18118&limit=100&total=true", other + "/t.json?nam__gt=2010&phuong__exact=18118&_size=100&_nofacet=1"),
        "group by over all rows": (table + "/rows?group_by=phuong&select=phuong,count(),sum(gia_tri),avg(dien_tich)", sql("select phuong, count(*), sum(gia_tri), avg(dien_tich) from t group by phuong")),
        "sorted first page": (table + "/rows?order=-gia_tri&limit=100", other + "/t.json?_sort_desc=gia_tri&_size=100&_nocount=1&_nofacet=1"),
        "whole table as CSV": (table + "/exports/csv", other + "/t.csv?_stream=1&_size=max"),
    }
    print(f"{rows} rows of {len(columns)} columns, medians of turns taken in one run")
    for name, urls in questions.items():
        times, sizes = ([], []), [0, 0]
        for turn in range(1 if "CSV" in name else 7):
            for k, url in enumerate(urls):
                # A parameter of no meaning would be refused; a changing page size keeps caches out of it.
                took, sizes[k] = ask(url.replace("100&", f"{100 - turn}&") if "CSV" not in name else url)
                times[k].append(took)
        a, b = (statistics.median(t) for t in times)
        print(f"{name:32} here {a * 1000:8.1f} ms  Datasette {b * 1000:9.1f} ms  {b / a:6.1f} times  ({sizes[0]} and {sizes[1]} bytes)")
finally:
    for s in servers:
        s.terminate()
    for s in servers:
        s.wait()
    shutil.rmtree(work)
