import WaxCore
import WaxRSA

// The binary form of a public key (RFC 4253 section 6.6): three strings, each with its length in four bytes: the
// name "ssh-rsa", the public exponent, the modulus. The numbers are mpints (RFC 4251 section 5): big-endian, in the
// fewest bytes that keep the top bit clear.

extension RSA.PublicKey {
    /// The name of the type of RSA keys.
    static var openSSHType: String { "ssh-rsa" }

    /// Reads a public key in the binary form of SSH. Nothing but the one encoding of the key is accepted.
    ///
    /// - Throws: ``/WaxKeys/OpenSSHError``, the cause.
    public init(openSSHBlob blob: Span<UInt8>) throws(OpenSSHError) {
        var reader = ByteReader(blob)
        let type = try reader.readString()
        guard Self.isType(type) else {
            throw .keyTypeNotSupported(String(decoding: [UInt8](copying: type.extracting(first: 64)), as: UTF8.self))
        }
        let exponent = try reader.readNaturalNumber()
        let modulus = try reader.readNaturalNumber()
        guard reader.isAtEnd else { throw .malformedKey }
        do {
            try self.init(modulus: modulus, publicExponent: exponent)
        } catch {
            throw .keyNotAccepted(error)
        }
    }

    /// The key in the binary form of SSH.
    public var openSSHBlob: [UInt8] { Self.openSSHBlob(modulus: modulus, exponent: publicExponent) }

    /// The binary form of SSH of two numbers, given without leading zeros.
    static func openSSHBlob(modulus: [UInt8], exponent: [UInt8]) -> [UInt8] {
        var writer = ByteWriter(reservingCapacity: modulus.count + 32)
        writer.writeString(Array(openSSHType.utf8))
        writer.writeNaturalNumber(exponent)
        writer.writeNaturalNumber(modulus)
        return writer.bytes
    }

    private static func isType(_ type: Span<UInt8>) -> Bool {
        let expected = openSSHType.utf8.span
        guard type.count == expected.count else { return false }
        for index in 0..<type.count where type[index] != expected[index] { return false }
        return true
    }
}

extension ByteReader {
    @_lifetime(copy self)
    @_lifetime(self: copy self)
    fileprivate mutating func readString() throws(OpenSSHError) -> Span<UInt8> {
        do {
            // Beyond what a 32-bit machine can count there is nothing to be read anyway.
            guard let count = Int(exactly: try readUInt32()) else { throw EndOfInput() }
            return try read(count: count)
        } catch {
            throw .malformedKey
        }
    }

    /// Reads an mpint above zero, without the byte that keeps its top bit clear.
    @_lifetime(copy self)
    @_lifetime(self: copy self)
    fileprivate mutating func readNaturalNumber() throws(OpenSSHError) -> Span<UInt8> {
        let bytes = try readString()
        guard bytes.count > 0, bytes[0] & 0x80 == 0 else { throw .malformedKey }
        guard bytes[0] == 0 else { return bytes }
        guard bytes.count > 1, bytes[1] & 0x80 != 0 else { throw .malformedKey }
        return bytes.extracting(droppingFirst: 1)
    }
}

extension ByteWriter {
    fileprivate mutating func writeString(_ bytes: [UInt8]) {
        write(UInt32(bytes.count))
        write(bytes)
    }

    /// Writes an mpint above zero, given without leading zeros.
    fileprivate mutating func writeNaturalNumber(_ bytes: [UInt8]) {
        writeString((bytes.first.map { $0 & 0x80 != 0 } ?? false ? [0] : []) + bytes)
    }
}
