"""Noise handshakes in every pattern, and what is sent after them (cacophony)."""
from files import read_json


def add(records):
    for vector in read_json("noise/cacophony_25519_AESGCM_SHA256.json")["vectors"]:
        def side(name):
            keys = (vector.get(f"{name}_{part}", "") for part in ("prologue", "static", "ephemeral", "remote_static"))
            return [bytes.fromhex(key) for key in keys]

        secrets = [bytes.fromhex(secret) for secret in vector.get("init_psks", [])]
        assert vector.get("resp_psks", []) == vector.get("init_psks", [])
        messages = [bytes.fromhex(message[part])
                    for message in vector["messages"] for part in ("payload", "ciphertext")]
        records.add(
            "Noise", vector["protocol_name"].encode(), *side("init"), *side("resp"),
            bytes.fromhex(vector["handshake_hash"]), *secrets, *messages, parameters=[len(secrets)])
