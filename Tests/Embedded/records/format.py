"""How a vector is written down for the driver; Driver/Record.swift reads it."""
import struct

# The numbers of hash functions, as in Driver/HashFunctions.swift.
HASHES = {name: number for number, name in enumerate(
    ("SHA-1", "SHA-224", "SHA-256", "SHA-384", "SHA-512", "SHA-512/224", "SHA-512/256"))}


class Records:
    """Vectors by the name of their algorithm."""

    def __init__(self):
        self.sections = {}

    def add(self, name, *fields, valid=True, parameters=()):
        """A vector: byte strings, and up to three small numbers whose meaning the algorithm knows."""
        numbers = bytes(parameters) + bytes(3 - len(parameters))
        record = bytes([valid]) + numbers + bytes([len(fields)])
        record += b"".join(struct.pack("<I", len(field)) + field for field in fields)
        self.sections.setdefault(name, []).append(record)

    def encoded(self):
        return b"".join(
            bytes([len(name)]) + name.encode() + struct.pack("<I", len(section)) + b"".join(section)
            for name, section in self.sections.items()) + b"\0"
