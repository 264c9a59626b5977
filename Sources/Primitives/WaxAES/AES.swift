/// The block cipher AES (FIPS 197) with keys of 128, 192 and 256 bits, in its modes of operation.
public enum AES {}
