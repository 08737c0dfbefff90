"""Makes many sandboxes on a simulated fleet, looks where they are, ends them, and looks again.

    fleet.py STATE WORKERS SANDBOXES

What the API says is held against what each worker's own journal says; the first difference ends the run with status 1.
The API's address and key are those of clients: E2B_API_URL, E2B_API_KEY.
"""

import http.client
import json
import os
import sqlite3
import sys
import threading
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import urlsplit

API = urlsplit(os.environ["E2B_API_URL"])
KEY = os.environ["E2B_API_KEY"]
CALLERS = 16
SETTLE_SECONDS_MAX = 30
connections = threading.local()


def main(state, workers, sandboxes):
    journals = [Path(state) / "workers" / f"w{number}" / "journal.db" for number in range(1, workers + 1)]
    with ThreadPoolExecutor(CALLERS) as callers:
        made, times, took = timed(callers, create, range(sandboxes))
        ids = set(made)
        demand(len(ids) == sandboxes, f"{sandboxes} creates were answered with {len(ids)} different sandboxes")
        print(f"Made {sandboxes} sandboxes in {took:.1f} s ({sandboxes / took:.0f}/s, {CALLERS} callers): {percentiles(times)}")

        demand_same(ids, set(listed()), "made", "listed")
        places = Counter(number for number, journal in enumerate(journals) for _ in held(journal, running=True))
        demand_same(ids, once_each(journals), "made", "running on workers")
        print(f"All are listed, each runs on exactly one of {workers} workers: {min_max(places, workers)} per worker")

        _, times, took = timed(callers, kill, made)
        print(f"Ended them in {took:.1f} s ({sandboxes / took:.0f}/s): {percentiles(times)}")

    demand_same(set(), set(listed()), "left", "listed after the end")
    until = time.monotonic() + SETTLE_SECONDS_MAX
    while any(held(journal) for journal in journals) and time.monotonic() < until:
        time.sleep(0.1)
    demand_same(set(), {sandbox for journal in journals for sandbox in held(journal)}, "left", "still on workers")
    print("None is listed, and no worker holds any.")


def timed(callers, action, items):
    """What the actions gave, the seconds that each took, and the seconds from the first to the last."""

    def one(item):
        began = time.monotonic()
        value = action(item)
        return value, time.monotonic() - began

    began = time.monotonic()
    values, times = zip(*callers.map(one, items))
    return list(values), list(times), time.monotonic() - began


def create(_):
    status, _, answer = call("POST", "/v2/sandboxes", {"templateID": "base", "timeout": 600})
    demand(status == 201, f"a create was answered {status}: {answer}")
    return answer["sandboxID"]


def kill(sandbox):
    status, _, answer = call("DELETE", f"/sandboxes/{sandbox}")
    demand(status == 204, f"the kill of {sandbox} was answered {status}: {answer}")


def listed():
    """Every page of the list."""
    ids, path = [], "/v2/sandboxes?limit=100"
    while path:
        status, headers, answer = call("GET", path)
        demand(status == 200, f"the list was answered {status}: {answer}")
        ids += [sandbox["sandboxID"] for sandbox in answer]
        token = headers.get("X-Next-Token")
        path = token and f"/v2/sandboxes?limit=100&nextToken={token}"
    demand(len(ids) == len(set(ids)), "the list holds a sandbox twice")
    return ids


def held(journal, running=False):
    """The sandboxes that a worker's journal has, in the form that the API uses."""
    with sqlite3.connect(f"file:{journal}?mode=ro", uri=True) as database:
        return [row[0] for row in database.execute("select id from sandbox" + (" where phase = 'RUNNING'" if running else ""))]


def once_each(journals):
    ids = [sandbox for journal in journals for sandbox in held(journal, running=True)]
    twice = [sandbox for sandbox, times in Counter(ids).items() if times > 1]
    demand(not twice, f"{len(twice)} sandboxes run twice, such as {twice[:3]}")
    return set(ids)


def call(method, path, body=None):
    """One request on this thread's connection."""
    if not hasattr(connections, "open"):
        connections.open = http.client.HTTPConnection(API.hostname, API.port, timeout=60)
    connections.open.request(method, path, body=body and json.dumps(body), headers={"X-API-KEY": KEY, "Content-Type": "application/json"})
    response = connections.open.getresponse()
    text = response.read()
    return response.status, response.headers, json.loads(text) if text else None


def percentiles(times):
    ranked = sorted(times)
    return ", ".join(f"p{share} {1000 * ranked[max(0, -(-len(ranked) * share // 100) - 1)]:.0f} ms" for share in (50, 95, 99))


def min_max(places, workers):
    counts = [places[number] for number in range(workers)]
    return f"{min(counts)} to {max(counts)}"


def demand_same(wanted, seen, wanted_name, seen_name):
    demand(
        wanted == seen,
        f"{len(wanted)} sandboxes {wanted_name}, {len(seen)} {seen_name}; "
        f"missing {sorted(wanted - seen)[:3]}, too many {sorted(seen - wanted)[:3]}",
    )


def demand(holds, otherwise):
    if not holds:
        raise SystemExit(f"The fleet is not what it should be: {otherwise}.")


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
