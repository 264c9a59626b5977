"""Checksums, streams that zlib has made and streams that it refuses, and texts to be compressed."""
import hashlib
import random
import zlib

from files import ROOT

LEVELS = (0, 1, 6, 9)
FORMATS = ("raw", "zlib", "gzip")
WINDOW_BITS = {"raw": -15, "zlib": 15, "gzip": 31}

# From zlib's test/infcover.c: what is wrong with raw streams.
INVALID = (
    "00 00 00 00 00",  # the lengths of a stored block
    "06",  # the type of a block
    "fc 00 00",  # too many symbols
    "04 00 fe ff", "04 00 24 49 00", "04 00 24 e9 ff ff", "04 00 24 e9 ff 6d",  # code lengths
    "04 80 49 92 24 49 92 24 71 ff ff 93 11 00", "04 80 49 92 24 49 92 24 0f b4 ff ff c3 84",  # codes
    "04 c0 81 08 00 00 00 00 20 7f eb 0b 00 00", "02 7e ff ff",  # symbols
    "0c c0 81 00 00 00 00 00 90 ff 6b 04 00",  # a distance too far back
    "",  # nothing
)


def texts():
    generator = random.Random(1951)
    prose = "".join((ROOT / folder / "README.md").read_text() for folder in ("cavp", "rfc", "wycheproof", "noise"))
    figures = (ROOT / "wycheproof" / "aes_gcm_test.json").read_bytes()[:60_000]
    return (b"", b"a", prose.encode(), figures, generator.randbytes(20_000), bytes(100_000),
            bytes(generator.choice(b"abcd") for _ in range(40_000)))


def made_by_zlib(text, level, window_bits, strategy=zlib.Z_DEFAULT_STRATEGY):
    compressor = zlib.compressobj(level, zlib.DEFLATED, window_bits, 8, strategy)
    return compressor.compress(text) + compressor.flush()


def add(records):
    for text in texts():
        half = len(text) // 2
        first, second = text[:half], text[half:]
        for name, checksum in (("CRC-32", zlib.crc32), ("Adler-32", zlib.adler32)):
            records.add(name, first, second, *(checksum(part).to_bytes(4, "big") for part in (first, second, text)))
        for number, form in enumerate(FORMATS):
            bits = WINDOW_BITS[form]
            streams = [made_by_zlib(text, level, bits) for level in LEVELS]
            streams += [made_by_zlib(text, 6, bits, strategy)
                        for strategy in (zlib.Z_FIXED, zlib.Z_HUFFMAN_ONLY, zlib.Z_RLE)]
            digest = hashlib.sha256(text).digest()
            for stream in streams:
                records.add("inflate", stream, digest, parameters=[number])
                # Cut, and with another checksum at the end.
                records.add("inflate", stream[:-1], digest, valid=False, parameters=[number])
                if form != "raw":
                    damaged = stream[:-1] + bytes([stream[-1] ^ 1])
                    records.add("inflate", damaged, digest, valid=False, parameters=[number])
            for level in LEVELS:
                records.add("deflate", text, parameters=[number, level])
    for digits in INVALID:
        records.add("inflate", bytes.fromhex(digits), b"", valid=False, parameters=[0])


def check(streams):
    """Says whether zlib gets the texts back from what the driver has made, in the order of the records."""
    expected = [(text, form) for text in texts() for form in FORMATS for _ in LEVELS]
    assert len(streams) == len(expected), f"{len(streams)} streams for {len(expected)} texts"
    for stream, (text, form) in zip(streams, expected):
        assert zlib.decompress(stream, WINDOW_BITS[form]) == text, "zlib reads another text"
