import FuzzSupport
import WaxCore
import WaxEncoding
import WaxKeys
import WaxRSA

// Any bytes as DER: values that are read, entered as deep as they go and written again give the same bytes; keys
// that are read encode to the bytes they came from; PEM text of any kind ends in a key or a declared error.

/// Reads all values of a reader and writes them again, entering what is constructed.
private func rewrite(_ reader: inout DERReader, depth: Int, into output: inout [UInt8]) throws(DERError) {
    while let tag = try reader.nextTag() {
        if tag.isConstructed, depth > 0 {
            var inner = try reader.readConstructed(tag)
            var contents: [UInt8] = []
            try rewrite(&inner, depth: depth - 1, into: &contents)
            var writer = DERWriter()
            writer.write(tag, contents: contents.span)
            output += writer.bytes
        } else {
            let element = try reader.readElement()
            var writer = DERWriter()
            writer.write(element.tag, contents: element.contents)
            output += writer.bytes
        }
    }
}

/// Reads each value as every type; only the declared error may come out.
private func readAsEverything(_ bytes: [UInt8]) {
    var reader = DERReader(bytes.span)
    if let value = try? reader.readInt64() {
        var writer = DERWriter()
        writer.writeInteger(value)
        require(bytes.starts(with: writer.bytes), "an integer changes")
    }
    reader = DERReader(bytes.span)
    if let value = try? reader.readOID() {
        var writer = DERWriter()
        writer.writeOID(value)
        require(bytes.starts(with: writer.bytes), "an OID changes")
        _ = value.description
    }
    reader = DERReader(bytes.span)
    if let value = try? reader.readUTF8String() {
        var writer = DERWriter()
        writer.writeUTF8String(value)
        require(bytes.starts(with: writer.bytes), "a string changes")
    }
    reader = DERReader(bytes.span)
    _ = try? reader.readBoolean()
    reader = DERReader(bytes.span)
    _ = try? reader.readNull()
    reader = DERReader(bytes.span)
    _ = try? reader.readBitString()
    reader = DERReader(bytes.span)
    _ = try? reader.readSetOf()
}

@_cdecl("FuzzDER_main")
public func start(_ count: CInt, _ arguments: CommandLineArguments) -> CInt {
    runFuzzer(count, arguments) { start, count in
        let bytes = input(start, count)
        var reader = DERReader(bytes.span)
        var written: [UInt8] = []
        if (try? rewrite(&reader, depth: 16, into: &written)) != nil {
            require(written == bytes, "values change")
        }
        readAsEverything(bytes)
        if let key = try? RSA.PublicKey(derRepresentation: bytes) {
            require(key.derRepresentation == bytes || key.pkcs1DERRepresentation == bytes, "a public key changes")
        }
        // A private key that parses is checked prime by prime, which is slow: the mutations of whole keys that
        // the suite makes cover it. Here only what is refused before that.
        _ = try? RSA.PublicKey(pemRepresentation: bytes.span)
        _ = try? PEMDocument.documents(in: bytes.span)
        return 0
    }
}
