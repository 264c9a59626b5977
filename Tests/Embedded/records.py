#!/usr/bin/env python3
"""Writes published vectors as the driver of the small targets reads them, and counts them: records.py OUTPUT COUNTS."""
import json
import pathlib
import struct
import sys

root = pathlib.Path(__file__).resolve().parents[2] / "TestVectors"
hashes = {"SHA-256": 0, "SHA-384": 1, "SHA-512": 2}
names = {1: "SHA-2", 2: "HMAC", 3: "HKDF", 4: "AES-GCM", 5: "X25519", 6: "RSA-PSS verification", 7: "RSA keys and signing"}
records, counts = [], dict.fromkeys(names, 0)


def add(kind, valid, parameter, *fields):
    record = bytes([kind, valid, parameter, len(fields)])
    records.append(record + b"".join(struct.pack("<I", len(field)) + field for field in fields))
    counts[kind] += 1


def wycheproof(name):
    document = json.loads((root / "wycheproof" / f"{name}_test.json").read_text())
    for group in document["testGroups"]:
        for test in group["tests"]:
            yield group, test, lambda key: bytes.fromhex(test[key])


def responses(path):
    """The entries of a CAVP file: its values by key."""
    entry = {}
    for line in (root / path).read_text().splitlines() + [""]:
        if "=" in line and not line.startswith("["):
            key, value = (part.strip() for part in line.split("=", 1))
            entry[key] = value
        elif line.strip() == "FAIL":
            entry["FAIL"] = ""
        elif not line.strip() and entry:
            yield entry
            entry = {}


for bits in (256, 384, 512):
    for part in ("Short", "Long"):
        for entry in responses(f"cavp/sha/SHA{bits}{part}Msg.rsp"):
            if "Msg" in entry:
                message = bytes.fromhex(entry["Msg"])[: int(entry["Len"]) // 8]
                add(1, 1, hashes[f"SHA-{bits}"], message, bytes.fromhex(entry["MD"]))
    for group, test, field in wycheproof(f"hmac_sha{bits}"):
        add(2, test["result"] == "valid", hashes[f"SHA-{bits}"], field("key"), field("msg"), field("tag"))
    for group, test, field in wycheproof(f"hkdf_sha{bits}"):
        # An invalid one asks for more than there can be, and has no result.
        output = field("okm") if test["result"] == "valid" else bytes(test["size"])
        add(3, test["result"] == "valid", hashes[f"SHA-{bits}"], field("ikm"), field("salt"), field("info"), output)

for group, test, field in wycheproof("aes_gcm"):
    valid = test["result"] == "valid"
    add(4, valid, 0, field("key"), field("iv"), field("aad"), field("msg"), field("ct"), field("tag"))
for path in ("gcmEncryptExtIV128", "gcmEncryptExtIV256", "gcmDecrypt128"):
    for entry in responses(f"cavp/aes_gcm/{path}.rsp"):
        if "Key" in entry and len(entry["Tag"]) >= 24:
            values = (bytes.fromhex(entry.get(key, "")) for key in ("Key", "IV", "AAD", "PT", "CT", "Tag"))
            add(4, "FAIL" not in entry, 0, *values)

for group, test, field in wycheproof("x25519"):
    # What Wycheproof calls acceptable gives its secret, except for points of low order, whose secret is zero.
    shared = field("shared")
    add(5, test["result"] == "valid" or any(shared), 0, field("private"), field("public"), shared)

for name in ("2048_sha256_mgf1_0", "2048_sha256_mgf1_32", "2048_sha384_mgf1_48", "3072_sha256_mgf1_32",
             "4096_sha256_mgf1_32", "4096_sha512_mgf1_64"):
    for group, test, field in wycheproof(f"rsa_pss_{name}"):
        key = group["publicKey"]
        numbers = [bytes.fromhex(key[part].zfill(len(key[part]) + len(key[part]) % 2)) for part in
                   ("modulus", "publicExponent")]
        add(6, test["result"] == "valid", hashes[group["sha"]], *numbers, field("msg"), field("sig"),
            bytes([group["sLen"]]))

for key in json.loads((root / "waxwing" / "rsa_keys.json").read_text()):
    if int(key["bits"]) <= 3072:
        add(7, 1, 0, *(bytes.fromhex(key[part]) for part in ("n", "e", "d", "p", "q", "dP", "dQ", "qInv")))

pathlib.Path(sys.argv[1]).write_bytes(b"".join(records) + b"\0")
lines = [f"passed {kind} {counts[kind]}" for kind in names] + ["failed 0"]
pathlib.Path(sys.argv[2]).write_text("\n".join(lines) + "\n")
print(f"{len(records)} vectors: " + ", ".join(f"{names[kind]} {counts[kind]}" for kind in names))
