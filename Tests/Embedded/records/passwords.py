"""PBKDF2 (Wycheproof, RFC 6070) and scrypt (RFC 7914), where they do not take long."""
import struct

from files import responses, wycheproof
from format import HASHES

ROUNDS = 5000
SCRYPT_COST = 1024


def text(value):
    return value.replace("\\0", "\0").encode()


def add(records):
    for name in ("SHA-1", "SHA-256", "SHA-512"):
        tests = [test for group, test, field in wycheproof(f"pbkdf2_hmac{name.replace('-', '').lower()}")
                 if test["iterationCount"] <= ROUNDS]
        # Most have 4096 rounds: of those every fourth.
        for test in [test for test in tests if test["iterationCount"] < 4096] + [
                test for test in tests if test["iterationCount"] >= 4096][::4]:
            records.add(
                "PBKDF2", bytes.fromhex(test["password"]), bytes.fromhex(test["salt"]),
                struct.pack("<I", test["iterationCount"]), bytes.fromhex(test["dk"]),
                valid=test["result"] == "valid", parameters=[HASHES[name]])
    for entry in responses("rfc/rfc-6070-PBKDF2-SHA1.txt", start="PASSWORD"):
        records.add(
            "PBKDF2", text(entry["PASSWORD"]), text(entry["SALT"]), struct.pack("<I", int(entry["ITERATIONS"])),
            bytes.fromhex(entry["DERIVED_KEY"]), parameters=[HASHES["SHA-1"]])
    for entry in responses("rfc/scrypt.txt", start="PASSWORD"):
        if int(entry["N"]) <= SCRYPT_COST:
            records.add(
                "scrypt", text(entry["PASSWORD"]), text(entry["SALT"]), struct.pack("<I", int(entry["N"])),
                bytes.fromhex(entry["DERIVED_KEY"]), parameters=[int(entry["r"]), int(entry["p"])])
