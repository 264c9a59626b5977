"""RSA: signatures and ciphertexts of Wycheproof, NIST and RSA Laboratories, and keys to be imported and used."""
from files import laboratories, octets, read_json, responses, wycheproof
from format import HASHES

PARTS = ("modulus", "publicExponent", "privateExponent", "prime1", "prime2", "exponent1", "exponent2", "coefficient")


def add(records):
    add_signatures(records)
    add_ciphertexts(records)
    for key in read_json("waxwing/rsa_keys.json"):
        if int(key["bits"]) <= 2560:
            records.add("RSA keys", *(octets(key[part]) for part in ("n", "e", "d", "p", "q", "dP", "dQ", "qInv")))


def numbers(key, names):
    return [octets(key[name]) for name in names]


def add_signatures(records):
    for name in ("2048_sha1_mgf1_20", "2048_sha256_mgf1_0", "2048_sha256_mgf1_32", "2048_sha384_mgf1_48",
                 "3072_sha256_mgf1_32", "4096_sha512_mgf1_64", "misc"):
        for group, test, field in wycheproof(f"rsa_pss_{name}"):
            hashes = [HASHES.get(group[key]) for key in ("sha", "mgfSha")]
            if None not in hashes:
                records.add(
                    "RSASSA-PSS", *numbers(group["publicKey"], PARTS[:2]), field("msg"), field("sig"),
                    valid=test["result"] == "valid", parameters=[*hashes, group["sLen"]])
    for name in ("2048_sha256", "2048_sha384", "3072_sha256"):
        for group, test, field in list(wycheproof(f"rsa_signature_{name}"))[::2]:
            # An encoding that lacks the NULL is left to the implementation; here it is invalid.
            valid = test["result"] == "valid" and "MissingNull" not in test["flags"]
            records.add("RSASSA-PKCS1-v1_5", *numbers(group["publicKey"], PARTS[:2]), field("msg"), field("sig"),
                        valid=valid, parameters=[HASHES[group["sha"]]])
    for entry in responses("cavp/rsa/SigVer15_186-3.rsp", start="SHAAlg", shared=["n", "p", "q"]):
        name = entry["SHAAlg"].replace("SHA", "SHA-")
        records.add("RSASSA-PKCS1-v1_5", *(octets(entry[key]) for key in ("n", "e", "Msg", "S")),
                    valid=entry["Result"].startswith("P"), parameters=[HASHES[name]])
    for group, test, field in wycheproof("rsa_pkcs1_2048_sig_gen"):
        # Keys with other exponents have primes of very different lengths, which are not accepted.
        if octets(group["privateKey"]["publicExponent"]) == b"\1\0\1":
            records.add("RSASSA-PKCS1-v1_5 signing", *numbers(group["privateKey"], PARTS[:3]), field("msg"),
                        field("sig"), parameters=[HASHES[group["sha"]]])


def add_ciphertexts(records):
    for name in ("2048_sha256_mgf1sha1", "2048_sha512_mgf1sha512"):
        for group, test, field in wycheproof(f"rsa_oaep_{name}"):
            records.add(
                "RSAES-OAEP", *numbers(group["privateKey"], PARTS[:3]), field("label"), field("ct"), field("msg"),
                valid=test["result"] == "valid", parameters=[HASHES[group["sha"]], HASHES[group["mgfSha"]]])
    tests = list(wycheproof("rsa_pkcs1_2048"))
    # The first group has one key, each other test a key of its own: of those every fourth.
    first = sum(group is tests[0][0] for group, test, field in tests)
    for group, test, field in tests[:first] + tests[first::4]:
        records.add("RSAES-PKCS1-v1_5", *numbers(group["privateKey"], PARTS[:3]), b"", field("ct"), field("msg"),
                    valid=test["result"] == "valid")
    for name, file in (("RSAES-OAEP", "oaep-vect"), ("RSAES-PKCS1-v1_5", "pkcs1v15crypt-vectors")):
        key, message = [], b""
        for heading, figure in laboratories(f"rsalabs/{file}.txt"):
            if heading == "Modulus":
                key = [figure] if not key or key[0] != figure else key
            elif heading in ("Exponent", "Public exponent") and figure not in key:
                key.append(figure)
            elif heading == "Message" or heading == "Message to be encrypted":
                message = figure
            elif heading == "Encryption" and len(key[0]) >= 128:
                records.add(name, *key[:3], b"", figure.rjust(len(key[0]), b"\0"), message,
                            parameters=[HASHES["SHA-1"], HASHES["SHA-1"]])
