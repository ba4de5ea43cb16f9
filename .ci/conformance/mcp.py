#!/usr/bin/env python3
"""Talks to the MCP endpoint with the official Python client (mcp from PyPI), unchanged.

usage: mcp.py http://127.0.0.1:8080
Ends with a line "N passed, N failed". Needs mcp (pip install mcp).
"""
import asyncio
import csv
import io
import json
import os
import sys
import urllib.request

# The client's package is named like this file.
sys.path = [p for p in sys.path if os.path.abspath(p or ".") != os.path.dirname(os.path.abspath(__file__))]

passed = failed = 0


def check(name, ok, detail=""):
    global passed, failed
    passed, failed = passed + bool(ok), failed + (not ok)
    print("ok  " if ok else "FAIL", name, "" if ok else detail)


def content(result):
    """What a tool answered, as data."""
    if result.structured_content is not None:
        return result.structured_content
    return json.loads(result.content[0].text)


async def talk(session, base):
    started = await session.initialize()
    check("the server says its name and version", started.server_info.name == "honglinh" and started.server_info.version, started)
    tools = {t.name: t for t in (await session.list_tools()).tools}
    check("nine tools", set(tools) == {"search", "fetch", "get_record", "list_datasets", "dataset_schema", "query_table", "cite", "find_incentives", "plan_journey"}, list(tools))
    check("every tool is read-only and described", all(t.description and t.annotations.read_only_hint for t in tools.values()))

    async def call(name, **arguments):
        return await session.call_tool(name, arguments)

    found = content(await call("search", query="cum cong nghiep", limit=3))
    check("search: words without marks", found["total"] >= 3 and len(found["results"]) == 3, found)
    check("search: every hit has a source and an address", all(h["source"] and h["url"].startswith(base) for h in found["results"]), found)
    check("every tool says what its answers are", all(t.output_schema for t in tools.values()))
    text = content(await call("fetch", id=found["results"][0]["id"]))
    check("fetch: the text of the record that was found", text["id"] == found["results"][0]["id"] and text["text"] and text["url"] == found["results"][0]["url"], text)
    said = await call("search", query="cum cong nghiep", limit=3, as_text=True)
    check("search: as text for who reads no structured answers", json.loads(said.content[0].text) == said.structured_content)
    record = content(await call("get_record", id=found["results"][0]["id"]))
    check("get_record: the record that was found", record["record"]["id"] == found["results"][0]["id"])
    names = [d["dataset"] if "dataset" in d else d.get("name") for d in content(await call("list_datasets"))["items"]]
    check("list_datasets", "indicators" in names, names)
    schema = content(await call("dataset_schema", dataset="units"))
    columns = [c["name"] for c in schema["columns"]]
    check("dataset_schema names the columns", "statement_id" in columns and schema["sha256"], columns)
    answer = content(await call("query_table", dataset="units", filter={"column": "level", "op": "in", "values": ["ward", "commune"]},
                                select=["statement_id", "area_km2"], order=["-area_km2", "statement_id"], limit=7))
    with urllib.request.urlopen(answer["links"]["csv"]) as reply:
        lines = list(csv.reader(io.TextIOWrapper(reply, "utf-8-sig", newline="")))[1:]
    text = [["" if v is None else f"{v:g}" if isinstance(v, float) else str(v) for v in row] for row in answer["rows"]]
    check("query_table: seven rows", len(text) == 7 and answer["total"] > 7, answer.get("total"))
    check("query_table: its CSV link gives the same rows", [r[0] for r in lines[:7]] == [r[0] for r in text], (lines[:2], text[:2]))
    cited = content(await call("cite", dataset="units"))
    check("cite: version and checksum", cited["sha256"] == schema["sha256"] and cited["text"]["vi"] != cited["text"]["en"], cited)
    for name, arguments, want in (("query_table", {"dataset": "unit"}, "units"), ("query_table", {"dataset": "units", "limit": 501}, "500"),
                                  ("query_table", {"dataset": "units", "filter": "1=1; DROP TABLE units"}, "filter"), ("get_record", {"id": "unit/nowhere"}, "not-found")):
        refused = await call(name, **arguments)
        says = " ".join(getattr(c, "text", "") for c in refused.content)
        check(f"{name} {arguments} is refused in words", refused.is_error and want in says, says)


async def run(base):
    from mcp import ClientSession
    from mcp.client.streamable_http import streamable_http_client

    async with streamable_http_client(base + "/mcp") as (read, write), ClientSession(read, write) as session:
        await talk(session, base)


def main():
    try:
        import mcp  # noqa: F401
    except ImportError:
        print("mcp is missing: pip install mcp; NOT PROVED", file=sys.stderr)
        sys.exit(3)
    asyncio.run(run(sys.argv[1].rstrip("/")))
    print(f"{passed} passed, {failed} failed")
    sys.exit(1 if failed else 0)


main()
