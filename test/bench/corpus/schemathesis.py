"""Counts the operations that Schemathesis can use of the documents that `npm run bench:corpus` loads.

    python test/bench/corpus/schemathesis.py FOLDER [COLLECTION [COUNT]]

FOLDER is the bench's, after a run that wrote `corpus.json`. COUNT documents of the collection are taken, spread evenly.
Needs `pip install schemathesis`. An operation is usable if `get_all_operations()` gives it as Ok. Beside them stand the
operations that we planned and closed of the same documents, and a line for each document where the two differ.
"""

import json
import subprocess
import sys

COUNTER = """
import json, sys
import schemathesis
ok = err = 0
reasons = []
try:
    schema = schemathesis.openapi.from_path(sys.argv[1])
    for result in schema.get_all_operations():
        if type(result).__name__ == "Ok":
            ok += 1
        else:
            err += 1
            reasons.append(str(result.err())[:200])
    print(json.dumps({"usable": ok, "unusable": err, "reasons": reasons[:3]}))
except Exception as error:
    print(json.dumps({"refused": f"{type(error).__name__}: {error}"[:300]}))
"""
# Seconds of CPU for one document.
LIMIT = 120


def count(path):
    """What Schemathesis makes of one document, in a process of its own that a crash or its limit can end."""
    limited = f"import resource; resource.setrlimit(resource.RLIMIT_CPU, ({LIMIT}, {LIMIT}))\n{COUNTER}"
    child = subprocess.run([sys.executable, "-P", "-c", limited, path], capture_output=True, text=True)
    lines = child.stdout.splitlines()
    return json.loads(lines[-1]) if lines else {"refused": f"ended with {child.returncode}: {child.stderr[-200:]}"}


def spread(rows, size):
    return rows if len(rows) <= size else [rows[index * len(rows) // size] for index in range(size)]


def main():
    folder, *rest = sys.argv[1:]
    size = int(rest[1]) if len(rest) > 1 else 10**9
    with open(f"{folder}/corpus.json", encoding="utf-8") as file:
        collections = json.load(file)["loaded"]
    for name, rows in collections.items():
        if rest and rest[0] != name:
            continue
        total = {"documents": 0, "refused": 0, "usable": 0, "unusable": 0, "planned": 0, "closed": 0}
        for row in spread(rows, size):
            counted = count(row["path"])
            ours = {"planned": row.get("planned", 0), "closed": len(row.get("closed", []))}
            total["documents"] += 1
            total["refused"] += "refused" in counted
            for key in ("usable", "unusable"):
                total[key] += counted.get(key, 0)
            for key in ours:
                total[key] += ours[key]
            if counted.get("usable") != ours["planned"]:
                print(row["path"].removeprefix(f"{folder}/"), json.dumps(counted), json.dumps(ours), flush=True)
        print(name, json.dumps(total), flush=True)


main()
