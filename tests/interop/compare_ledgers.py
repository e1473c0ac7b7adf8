"""Compares what two simulators received, field by field: `compare_ledgers.py VENDOR_URL CLIENT_URL DOCUMENT`.

The first got the calls of `vendor_calls.py`, the second those of the Rust client. A call of one side has its
counterpart in the call of the other to the same operation with the same fields. The content types of bodies and of
file parts may differ: `requests` sends the link form urlencoded, and names no type for a file.
"""

import json
import re
import sys
from collections import Counter
from urllib.parse import urljoin
from urllib.request import ProxyHandler, build_opener

# Loopback only: a proxy of the environment must not get in between.
OPENER = build_opener(ProxyHandler({}))


def entries(base_url):
    """Returns the ledger of a simulator."""
    with OPENER.open(urljoin(base_url, "/__simulator/ledger"), timeout=30) as answer:
        return json.load(answer)["entries"]


def operations(document):
    """Returns the ids in a document; links name operations too, but only those there are."""
    with open(document, encoding="utf-8") as text:
        return set(re.findall(r"^\s+operationId: (\w+)$", text.read(), flags=re.MULTILINE))


def calls(base_url, whose):
    """Returns the calls in a ledger, all of which must have been accepted."""
    made = [entry for entry in entries(base_url) if entry["operation"] != "webhook"]
    for entry in made:
        if entry["outcome"] != "accepted" or entry["status"] != 200:
            sys.exit(f"{whose} call of {entry['operation']} was not accepted: {entry}")
    return made


def shown(field):
    """A field without the content type of a file."""
    if isinstance(field, dict):
        return {name: value for name, value in field.items() if name != "content_type"}
    return field


def key(entry):
    return (entry["operation"], tuple(sorted(entry["fields"])))


def differences(vendor, client):
    by_key = {}
    for entry in client:
        by_key.setdefault(key(entry), []).append(entry)
    for keys, whose, other in [
        ({key(it) for it in vendor} - by_key.keys(), "the vendor", "the Rust client"),
        (by_key.keys() - {key(it) for it in vendor}, "the Rust client", "the vendor"),
    ]:
        for operation, names in sorted(keys):
            yield f"{operation}: {whose} sends {', '.join(names)}; no call of {other} has exactly these fields"
    for ours in vendor:
        for theirs in by_key.get(key(ours), []):
            for name, field in ours["fields"].items():
                if shown(field) != shown(theirs["fields"][name]):
                    yield (f"{ours['operation']}, {name}: the vendor's call has {field!r}, "
                           f"the Rust client's {theirs['fields'][name]!r}")


def main():
    vendor, client = calls(sys.argv[1], "the vendor's"), calls(sys.argv[2], "the Rust client's")
    found = list(differences(vendor, client))
    called = {entry["operation"] for entry in vendor}
    found += [f"{operation}: not called" for operation in sorted(operations(sys.argv[3]) - called)]
    if found:
        sys.exit("\n".join(found))
    types = Counter((entry["content_type"] or "no body").split(";")[0] for entry in vendor)
    fields = sum(len(entry["fields"]) for entry in vendor)
    print(f"{len(vendor)} calls of {len(called)} operations agree with the Rust client's in {fields} fields ("
          + ", ".join(f"{count} {name}" for name, count in types.most_common()) + ")")


if __name__ == "__main__":
    main()
