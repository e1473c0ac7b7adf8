"""Makes sure that a simulator has accepted each operation: `accepted.py URL DOCUMENT`.

Schemathesis is content with refusals, since the document has them; a run that saw nothing else would prove little.
"""

import sys

from compare_ledgers import entries, operations


def main():
    received = [entry for entry in entries(sys.argv[1]) if entry["operation"] in operations(sys.argv[2])]
    accepted = [entry["operation"] for entry in received if entry["outcome"] == "accepted"]
    never = sorted(operations(sys.argv[2]) - set(accepted))
    if never:
        sys.exit(f"never answered with success: {', '.join(never)}")
    print(f"{len(set(accepted))} operations answered with success, in {len(accepted)} of {len(received)} requests")


if __name__ == "__main__":
    main()
