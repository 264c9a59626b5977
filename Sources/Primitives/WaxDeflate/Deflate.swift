/// DEFLATE, the compression of gzip, ZIP, PNG and HTTP (RFC 1951), in one call for data that lies in memory.
///
/// ```swift
/// let small = Deflate.compress(bytes, format: .zlib)
/// let again = try Deflate.decompress(small, format: .zlib)
/// ```
///
/// For data that comes in pieces use ``Deflater`` and ``Inflater``, for the header of a gzip file ``Gzip``.
public enum Deflate {
    /// What stands around the compressed data. There is no usual one, so it is always named.
    public enum Format: Sendable, Equatable, Hashable {
        /// Nothing (RFC 1951): no checksum and no length, for use inside of something that has its own.
        case raw
        /// Two bytes before and an Adler-32 behind (RFC 1950).
        case zlib
        /// A header of ten bytes or more before, a CRC-32 and the length behind (RFC 1952).
        case gzip
    }
}
