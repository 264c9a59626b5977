"""HMAC and HKDF (Wycheproof)."""
from files import wycheproof
from format import HASHES


def add(records):
    for name in ("SHA-1", "SHA-256", "SHA-384", "SHA-512"):
        file, number = name.replace("-", "").lower(), HASHES[name]
        for group, test, field in wycheproof(f"hmac_{file}"):
            records.add("HMAC", field("key"), field("msg"), field("tag"), valid=test["result"] == "valid",
                        parameters=[number])
        for group, test, field in wycheproof(f"hkdf_{file}"):
            # An invalid one asks for more than there can be, and has no result.
            valid = test["result"] == "valid"
            output = field("okm") if valid else bytes(test["size"])
            records.add("HKDF", field("ikm"), field("salt"), field("info"), output, valid=valid, parameters=[number])
