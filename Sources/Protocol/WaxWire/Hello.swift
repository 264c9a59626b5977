import WaxCore

/// The client's first unit: which versions, which Noise protocol, which extensions.
///
/// Body: `"WAXW" | u8 n | n × u16 version | u8 length | Noise protocol name | extensions`. The bytes of the whole
/// unit, its header included, are the prologue of the handshake, so neither side can be brought to see another
/// hello than was sent.
public struct Hello: Equatable, Sendable {
    /// The version that this code speaks.
    public static var version1: UInt16 { 0x0001 }
    /// The type of the critical extension that names a pre-shared key.
    public static var presharedKeyIdentifierType: UInt16 { 0x8001 }

    /// The versions offered, the preferred one first: 1 to 16, none twice.
    public let versions: [UInt16]
    /// The full Noise protocol name: 1 to 64 printable ASCII characters.
    public let protocolName: [UInt8]
    /// The extensions.
    public let extensions: ExtensionList

    /// Makes a hello.
    ///
    /// - Throws: ``WireError`` if a part is not as described at its property, or all is longer than 1024 bytes.
    public init(
        versions: [UInt16] = [Hello.version1], protocolName: [UInt8], extensions: ExtensionList = ExtensionList()
    ) throws(WireError) {
        self.versions = versions
        self.protocolName = protocolName
        self.extensions = extensions
        try check()
        guard encodedBody().count <= UnitType.hello.bodyByteCounts.upperBound else { throw WireError(.unitTooLong) }
    }

    /// Makes a hello for one of Waxwing's suites.
    ///
    /// - Parameters:
    ///   - versions: The versions of the protocol offered, preferred first.
    ///   - suite: The suite.
    ///   - presharedKeyIdentifier: 1 to 64 bytes that name the pre-shared key; given exactly if the suite has one.
    ///   - others: Further extensions.
    /// - Throws: ``WireError`` if a part is not as described.
    public init(
        versions: [UInt16] = [Hello.version1], suite: Suite, presharedKeyIdentifier: [UInt8]? = nil,
        otherExtensions others: [Extension] = []
    ) throws(WireError) {
        var entries = others
        if let presharedKeyIdentifier {
            entries.append(Extension(type: Hello.presharedKeyIdentifierType, value: presharedKeyIdentifier))
        }
        try self.init(
            versions: versions, protocolName: [UInt8](suite.protocolName.utf8), extensions: ExtensionList(entries))
        guard suite.hasPresharedKey == (presharedKeyIdentifier != nil) else { throw WireError(.badExtension) }
    }

    /// Reads the body of a hello unit.
    ///
    /// Versions, names and extensions that are not known here are no error: see ``answer(versions:suites:)``.
    ///
    /// - Throws: ``WireError`` if the form is wrong.
    public init(parsing body: Span<UInt8>) throws(WireError) {
        guard body.count <= UnitType.hello.bodyByteCounts.upperBound else { throw WireError(.unitTooLong) }
        var reader = ByteReader(body)
        guard try reader.takeUInt32() == Hello.magic else { throw WireError(.badMagic) }
        var versions: [UInt16] = []
        for _ in 0..<(try reader.takeUInt8()) {
            versions.append(try reader.takeUInt16())
        }
        self.versions = versions
        self.protocolName = try reader.takeArray(Int(try reader.takeUInt8()))
        self.extensions = try ExtensionList(parsing: reader.readRemaining())
        try check()
    }

    /// The first four bytes, `WAXW`.
    private static var magic: UInt32 { 0x5741_5857 }

    private func check() throws(WireError) {
        guard (1...16).contains(versions.count) else { throw WireError(.badVersions) }
        for index in 1..<max(versions.count, 1) where versions[..<index].contains(versions[index]) {
            throw WireError(.badVersions)
        }
        guard (1...64).contains(protocolName.count) else { throw WireError(.badProtocolName) }
        for character in protocolName where !(0x21...0x7E).contains(character) { throw WireError(.badProtocolName) }
        if let identifier = extensions[Hello.presharedKeyIdentifierType] {
            guard (1...64).contains(identifier.count) else { throw WireError(.badExtension) }
        }
    }

    private func encodedBody() -> [UInt8] {
        var writer = ByteWriter(reservingCapacity: 128)
        writer.write(Hello.magic)
        writer.write(UInt8(truncatingIfNeeded: versions.count))
        for version in versions { writer.write(version) }
        writer.write(UInt8(truncatingIfNeeded: protocolName.count))
        writer.write(protocolName)
        extensions.encode(into: &writer)
        return writer.bytes
    }

    /// The whole unit, header included: what is sent, and what the prologue is.
    public func encodedUnit() throws(WireError) -> [UInt8] {
        try UnitHeader.unit(.hello, body: encodedBody().span)
    }

    /// The suite, if the name is that of one which Waxwing speaks.
    public var suite: Suite? { Suite(protocolName: protocolName) }

    /// The bytes that name the client's pre-shared key.
    public var presharedKeyIdentifier: [UInt8]? { extensions[Hello.presharedKeyIdentifierType] }

    /// What a server makes of a hello: the version to speak and the suite, or the code to reject it with.
    public enum Answer: Equatable, Sendable {
        /// Go on with this version and suite.
        case proceed(version: UInt16, Suite)
        /// Reject with this code.
        case reject(ErrorCode)
    }

    /// Chooses the first of the client's versions that is supported, then checks the suite, then the extensions.
    ///
    /// - Parameters:
    ///   - supported: The versions supported here.
    ///   - suites: The suites supported here.
    public func answer(versions supported: [UInt16] = [Hello.version1], suites: [Suite]) -> Answer {
        var version: UInt16?
        for offered in versions where supported.contains(offered) {
            version = offered
            break
        }
        guard let version else { return .reject(.unsupportedVersion) }
        guard let suite, suites.contains(suite) else { return .reject(.unsupportedSuite) }
        do throws(WireError) {
            try extensions.checkCritical(understood: [Hello.presharedKeyIdentifierType])
        } catch {
            return .reject(error.code)
        }
        // An identifier without a suite that uses it, or the reverse, is a peer that contradicts itself.
        guard suite.hasPresharedKey == (presharedKeyIdentifier != nil) else { return .reject(.malformed) }
        return .proceed(version: version, suite)
    }
}
