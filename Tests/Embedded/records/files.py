"""Reads the files of TestVectors."""
import json
import pathlib

ROOT = pathlib.Path(__file__).resolve().parents[3] / "TestVectors"


def read_json(path):
    return json.loads((ROOT / path).read_text())


def octets(digits):
    """Bytes of hexadecimal digits, of which there may be an odd number."""
    return bytes.fromhex(digits.zfill(len(digits) + len(digits) % 2))


def wycheproof(name):
    """The tests of a file, each with its group and a function for the values that are bytes."""
    for group in read_json(f"wycheproof/{name}_test.json")["testGroups"]:
        for test in group["tests"]:
            yield group, test, lambda key, test=test: bytes.fromhex(test[key])


def responses(path, start, shared=()):
    """The entries of a response file, each beginning with the value `start`: values by key, `FAIL` and the section too.

    `shared` are the keys whose value holds for all entries after it.
    """
    entries, common, section, entry = [], {}, "", None
    for line in (ROOT / path).read_text().splitlines():
        line = line.strip()
        if line.startswith("[") and line.endswith("]"):
            section, entry = line[1:-1], None
        elif "=" in line and not line.startswith("#"):
            key, value = (part.strip() for part in line.split("=", 1))
            if key in shared:
                common[key], entry = value, None
            else:
                if key == start or entry is None:
                    entry = {"section": section, **common}
                    entries.append(entry)
                entry[key] = value
        elif line == "FAIL" and entry is not None:
            entry["FAIL"] = ""
    return [entry for entry in entries if start in entry]


def laboratories(path):
    """The figures of RSA Laboratories: pairs of headings and bytes."""
    heading, digits = None, ""
    for line in (ROOT / path).read_text().splitlines() + ["#"]:
        if not line.startswith("#"):
            digits += line.strip()
            continue
        if digits:
            yield heading, octets(digits)
        heading, digits = line.strip("#: "), ""
