"""Vectors for the driver of the small targets, and a second opinion on what it has made of them.

    records write OUTPUT     write published vectors as the driver reads them
    records check RESULTS    have zlib read the streams that the driver has compressed
"""
import pathlib
import sys

import ciphers
import codes
import compression
import curve
import hashes
import noise
import passwords
import rsa
from format import Records


def write(output):
    records = Records()
    for family in (hashes, codes, passwords, ciphers, curve, rsa, compression, noise):
        family.add(records)
    output.write_bytes(records.encoded())


def check(results):
    lines = results.read_text().splitlines()
    compression.check([bytes.fromhex(line.split()[1]) for line in lines if line.startswith("stream ")])


{"write": write, "check": check}[sys.argv[1]](pathlib.Path(sys.argv[2]))
