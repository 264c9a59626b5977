import WaxCore
import WaxWire

// Reading with the error of this module, and fields with their length in two bytes.

extension ByteReader {
    @_lifetime(self: copy self)
    mutating func identityUInt8() throws(IdentityError) -> UInt8 {
        do throws(EndOfInput) { return try readUInt8() } catch { throw .malformed(.truncated) }
    }

    @_lifetime(self: copy self)
    mutating func identityUInt16() throws(IdentityError) -> UInt16 {
        do throws(EndOfInput) { return try readUInt16() } catch { throw .malformed(.truncated) }
    }

    @_lifetime(self: copy self)
    mutating func identityUInt64() throws(IdentityError) -> UInt64 {
        do throws(EndOfInput) { return try readUInt64() } catch { throw .malformed(.truncated) }
    }

    @_lifetime(self: copy self)
    mutating func identityBytes(_ count: Int) throws(IdentityError) -> [UInt8] {
        do throws(EndOfInput) { return try readArray(count: count) } catch { throw .malformed(.truncated) }
    }

    /// Reads `u16 length | bytes`.
    @_lifetime(self: copy self)
    mutating func identityField() throws(IdentityError) -> [UInt8] {
        try identityBytes(Int(try identityUInt16()))
    }
}

extension ByteWriter {
    /// Writes `u16 length | bytes`.
    ///
    /// - Precondition: There are at most 65535 bytes.
    mutating func writeField(_ bytes: [UInt8]) {
        precondition(bytes.count <= 65535, "the length of a field has two bytes")
        write(UInt16(truncatingIfNeeded: bytes.count))
        write(bytes)
    }
}
