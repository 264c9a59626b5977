"""SHA-1 and SHA-2 (CAVP): short and long messages, and the first links of the Monte Carlo chains."""
from files import responses
from format import HASHES

# A chain of this many links of a thousand hashes each; NIST's have a hundred.
LINKS = 10


def add(records):
    for name, number in HASHES.items():
        file = name.replace("-", "", 1).replace("/", "_")
        for part in ("Short", "Long"):
            for entry in responses(f"cavp/sha/{file}{part}Msg.rsp", start="Len"):
                message = bytes.fromhex(entry["Msg"])[: int(entry["Len"]) // 8]
                records.add(name, message, bytes.fromhex(entry["MD"]), parameters=[number])
        chain = responses(f"cavp/sha/{file}Monte.rsp", start="COUNT", shared=["Seed"])[:LINKS]
        # Each link begins with the digest at the end of the one before.
        seed = bytes.fromhex(chain[0]["Seed"])
        for entry in chain:
            digest = bytes.fromhex(entry["MD"])
            records.add(f"{name} Monte Carlo", seed, digest, parameters=[number])
            seed = digest
