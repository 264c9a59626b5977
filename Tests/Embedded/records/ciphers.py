"""AES: GCM, GMAC, CBC, CTR, the block cipher alone, and key wrap."""
from files import responses, wycheproof

KEY_BITS = (128, 192, 256)


def add(records):
    add_gcm(records)
    for bits in KEY_BITS:
        for part in ("GFSbox", "KeySbox", "MMT", "VarKey", "VarTxt"):
            for entry in responses(f"cavp/aes_ecb/ECB{part}{bits}.rsp", start="COUNT"):
                records.add("AES", *figures(entry, "KEY", "PLAINTEXT", "CIPHERTEXT"))
            for entry in responses(f"cavp/aes_cbc/CBC{part}{bits}.rsp", start="COUNT"):
                records.add("AES-CBC", *figures(entry, "KEY", "IV", "PLAINTEXT", "CIPHERTEXT"))
        for entry in responses(f"rfc/rfc-3686-aes-{bits}-ctr.txt", start="COUNT"):
            records.add("AES-CTR", *figures(entry, "KEY", "IV", "PLAINTEXT", "CIPHERTEXT"))
        for kind in ("KW", "KWP"):
            for direction in ("AD", "AE"):
                for entry in responses(f"cavp/keywrap/{kind}_{direction}_{bits}.txt", start="COUNT"):
                    records.add(f"AES-{kind}", *figures(entry, "K", "P", "C"), valid="FAIL" not in entry)
    for group, test, field in wycheproof("aes_cbc_pkcs5"):
        records.add("AES-CBC with padding", field("key"), field("iv"), field("msg"), field("ct"),
                    valid=test["result"] == "valid")
    # The beginning of NIST's CBCMCT128.rsp.
    records.add("AES-CBC Monte Carlo", *map(bytes.fromhex, (
        "8809e7dd3a959ee5d8dbb13f501f2274", "e5c0bb535d7d54572ad06d170a0e58ae", "1fd4ee65603e6130cfc2a82ab3d56c24",
        "b127a5b4c4692d87483db0c3b0d11e64")))


def add_gcm(records):
    def one(valid, key, nonce, associated, text, sealed, tag):
        # Without a text it is a code for what is authenticated.
        if not sealed:
            records.add("AES-GMAC", key, nonce, associated, tag, valid=valid)
        records.add("AES-GCM", key, nonce, associated, text, sealed, tag, valid=valid)

    for group, test, field in wycheproof("aes_gcm"):
        one(test["result"] == "valid", *map(field, ("key", "iv", "aad", "msg", "ct", "tag")))
    for path in ("gcmEncryptExtIV128", "gcmEncryptExtIV256", "gcmDecrypt128"):
        for entry in responses(f"cavp/aes_gcm/{path}.rsp", start="Count"):
            if len(entry["Tag"]) >= 24:
                one("FAIL" not in entry, *figures(entry, "Key", "IV", "AAD", "PT", "CT", "Tag"))


def figures(entry, *names):
    return [bytes.fromhex(entry.get(name, "")) for name in names]
