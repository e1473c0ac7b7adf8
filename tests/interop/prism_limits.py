"""Shows what Prism can and cannot check, with `prism_limits.yaml`: `prism_limits.py PRISM_URL`.

Prism reads `style` and `explode` of an encoding, never its `contentType`: a part that holds JSON, as the OpenAPI
specification has it for `contentType: application/json`, stays a text, and is refused where an array is wanted.
(`deserializeFormBody` in its `packages/http/src/validator/validators/body.ts`.) That is why `cargo xtask interop`
excuses exactly this violation. If this script fails, Prism has changed: look at the table in
`xtask/src/interop/prism.rs` again.
"""

import sys

import requests

ARRAY_REFUSED = "Request body property stems must be array"
INTEGER_REFUSED = "Request body property count must be integer"


def send(url, **parts):
    """Posts a form, and returns the status and the violations."""
    files = {name: (None, text, content_type) for name, (text, content_type) in parts.items()}
    response = requests.post(f"{url}/form", files=files, timeout=30)
    violations = response.json().get("validation", []) if response.status_code == 422 else []
    return response.status_code, [violation["message"] for violation in violations]


def main():
    url = sys.argv[1]
    count, wrong = ("1", "text/plain"), ("many", "text/plain")
    stems = ('["vocals"]', "application/json")
    for name, parts, expected in [
        ("a form that fits", {"count": count}, (200, [])),
        ("a form that does not fit", {"count": wrong}, (422, [INTEGER_REFUSED])),
        ("a part of JSON that fits", {"count": count, "stems": stems}, (422, [ARRAY_REFUSED])),
    ]:
        got = send(url, **parts)
        if got != expected:
            sys.exit(f"{name}: Prism answered {got}, not {expected}")
    print("Prism takes a form that fits, refuses one that does not, and cannot read JSON in a part")


if __name__ == "__main__":
    main()
