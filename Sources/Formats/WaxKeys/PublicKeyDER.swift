import WaxCore
import WaxEncoding
import WaxRSA

extension RSA.PublicKey {
    /// Reads a public key from DER: a SubjectPublicKeyInfo (RFC 5280 section 4.1) or an RSAPublicKey (PKCS#1,
    /// RFC 8017 appendix A.1.1), whichever it is.
    ///
    /// - Parameters:
    ///   - bytes: The encoded key.
    ///   - sizePolicy: The sizes that are accepted.
    /// - Throws: ``/WaxKeys/KeyError``.
    public init(
        derRepresentation bytes: Span<UInt8>, sizePolicy: RSA.KeySizePolicy = .standard
    ) throws(KeyError) {
        let isWrapped = try keyErrors { () throws(DERError) in
            var reader = DERReader(bytes)
            return try reader.readSequence().nextTag() == .sequence
        }
        try self.init(try PublicKeyNumbers(bytes, isWrapped: isWrapped), sizePolicy)
    }

    /// Reads a public key from DER, as the form that takes a span does.
    ///
    /// - Throws: ``/WaxKeys/KeyError``, the cause, among them another kind of key.
    public init(
        derRepresentation bytes: [UInt8], sizePolicy: RSA.KeySizePolicy = .standard
    ) throws(KeyError) {
        try self.init(derRepresentation: bytes.span, sizePolicy: sizePolicy)
    }

    /// Reads a public key from PEM, labelled `PUBLIC KEY` (SubjectPublicKeyInfo) or `RSA PUBLIC KEY` (PKCS#1).
    ///
    /// - Throws: ``/WaxKeys/KeyError``, the cause, among them another kind of key.
    public init(
        pemRepresentation text: String, sizePolicy: RSA.KeySizePolicy = .standard
    ) throws(KeyError) {
        try self.init(pemRepresentation: text.utf8.span, sizePolicy: sizePolicy)
    }

    /// Reads a public key from PEM, as the form that takes a string does.
    ///
    /// - Throws: ``/WaxKeys/KeyError``, the cause, among them another kind of key.
    public init(
        pemRepresentation text: Span<UInt8>, sizePolicy: RSA.KeySizePolicy = .standard
    ) throws(KeyError) {
        let document = try PEMDocument(key: text)
        switch document.label {
        case PEMLabel.publicKey:
            try self.init(try PublicKeyNumbers(document.contents.bytes, isWrapped: true), sizePolicy)
        case PEMLabel.rsaPublicKey:
            try self.init(try PublicKeyNumbers(document.contents.bytes, isWrapped: false), sizePolicy)
        default: throw .unexpectedPEMLabel(document.label)
        }
    }

    /// Reads an RSAPublicKey.
    init(pkcs1 bytes: Span<UInt8>, _ sizePolicy: RSA.KeySizePolicy) throws(KeyError) {
        try self.init(try PublicKeyNumbers(pkcs1: bytes), sizePolicy)
    }

    private init(_ numbers: PublicKeyNumbers, _ sizePolicy: RSA.KeySizePolicy) throws(KeyError) {
        do {
            try self.init(modulus: numbers.modulus.span, publicExponent: numbers.exponent.span, sizePolicy: sizePolicy)
        } catch {
            throw .keyNotAccepted(error)
        }
    }

    // MARK: Writing

    /// The key as a SubjectPublicKeyInfo in DER (RFC 5280 section 4.1), what everybody means by a public key.
    public var derRepresentation: [UInt8] {
        var writer = DERWriter(reservingCapacity: modulusByteCount + 64)
        writer.writeSequence { info in
            info.writeRSAAlgorithm()
            info.writeBitString(pkcs1DERRepresentation.span)
        }
        return writer.bytes
    }

    /// The key as an RSAPublicKey in DER (PKCS#1, RFC 8017 appendix A.1.1).
    public var pkcs1DERRepresentation: [UInt8] {
        var writer = DERWriter(reservingCapacity: modulusByteCount + 32)
        writer.writeSequence { key in
            key.writeUnsignedInteger(modulus.span)
            key.writeUnsignedInteger(publicExponent.span)
        }
        return writer.bytes
    }

    /// The key as a SubjectPublicKeyInfo in PEM, labelled `PUBLIC KEY`.
    public var pemRepresentation: String {
        PEMDocument(label: PEMLabel.publicKey, contents: derRepresentation).pemRepresentation
    }

    /// The key as an RSAPublicKey in PEM, labelled `RSA PUBLIC KEY`.
    public var pkcs1PEMRepresentation: String {
        PEMDocument(label: PEMLabel.rsaPublicKey, contents: pkcs1DERRepresentation).pemRepresentation
    }
}

/// The two numbers of a public key as they stand in its encoding, before anybody has judged them.
struct PublicKeyNumbers {
    /// The most significant byte first.
    let modulus: [UInt8]
    /// The most significant byte first.
    let exponent: [UInt8]

    /// Reads a SubjectPublicKeyInfo, or an RSAPublicKey where it is not wrapped in one.
    init(_ bytes: Span<UInt8>, isWrapped: Bool) throws(KeyError) {
        guard isWrapped else {
            try self.init(pkcs1: bytes)
            return
        }
        var reader = DERReader(bytes)
        var info = try reader.enter()
        try info.readRSAAlgorithm()
        let key: Span<UInt8>
        do {
            key = try info.readBitStringOfBytes()
            try info.finish()
            try reader.finish()
        } catch {
            throw .invalidDER(error)
        }
        try self.init(pkcs1: key)
    }

    /// Reads an RSAPublicKey.
    init(pkcs1 bytes: Span<UInt8>) throws(KeyError) {
        do {
            var reader = DERReader(bytes)
            var key = try reader.readSequence()
            let modulus = try key.readUnsignedInteger()
            let exponent = try key.readUnsignedInteger()
            try key.finish()
            try reader.finish()
            self.modulus = [UInt8](copying: modulus)
            self.exponent = [UInt8](copying: exponent)
        } catch {
            throw .invalidDER(error)
        }
    }
}
