"""X25519 (Wycheproof, RFC 7748)."""
from files import responses, wycheproof


def add(records):
    for group, test, field in wycheproof("x25519"):
        # What Wycheproof calls acceptable gives its secret, except for points of low order, whose secret is zero.
        shared = field("shared")
        records.add("X25519", field("private"), field("public"), shared,
                    valid=test["result"] == "valid" or any(shared))
    for entry in responses("rfc/rfc7748.txt", start="COUNT"):
        records.add("X25519", *(bytes.fromhex(entry[key]) for key in ("INPUT_SCALAR", "INPUT_U", "OUTPUT_U")))
