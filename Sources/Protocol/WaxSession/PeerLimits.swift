import WaxWire

/// What the peer allows this side: its settings, or their floors as long as they have not come.
struct PeerLimits {
    let largestFrame: Int
    let largestMessage: Int
    let streams: Int
    let streamWindow: UInt64
    let connectionWindow: UInt64
    let idleTimeout: UInt64
    let takesDeflated: Bool

    init(_ settings: Settings = Settings()) {
        largestFrame = Int(clamping: settings[.largestFramePayload])
        largestMessage = Int(clamping: settings[.largestMessage])
        streams = Int(clamping: settings[.streams])
        streamWindow = settings[.streamWindow]
        connectionWindow = settings[.connectionWindow]
        idleTimeout = settings[.idleTimeout]
        takesDeflated = settings[.compressionMethods] & Settings.deflate != 0
    }
}

extension Limits {
    /// The limits with every value brought into its range.
    var sane: Limits {
        var limits = self
        // Sums of sizes up to this do not overflow, wherever they are taken.
        let largest = min(Int(clamping: UInt64(1) << 32), Int.max / 8)
        func sane(_ value: Int, _ setting: Settings.Known, _ largest: Int) -> Int {
            min(max(value, Int(clamping: setting.floor)), largest)
        }
        limits.largestMessage = sane(largestMessage, .largestMessage, largest)
        limits.streams = sane(streams, .streams, 1 << 20)
        limits.streamWindow = sane(streamWindow, .streamWindow, largest)
        limits.receiveWindow = sane(receiveWindow, .connectionWindow, largest)
        limits.assemblyMemory = max(min(assemblyMemory, largest), limits.largestMessage + messageCost)
        limits.nesting = min(max(nesting, 0), 1_024)
        limits.sendBuffer = min(max(sendBuffer, 1), largest)
        limits.pings = min(max(pings, 0), 1_024)
        // A sender that stays below these is promised that it is never cut off.
        limits.controlBurst = min(max(controlBurst, 1_024), 1_000_000)
        limits.controlRate = min(max(controlRate, 256), 1_000_000)
        // The peer takes 64 changes of the key a second at least: with these, that is a gigabyte a second.
        limits.rekeyAfterBytes = max(rekeyAfterBytes, 16 << 20)
        limits.rekeyInterval = max(rekeyInterval, 1_000)
        limits.keyByteLimit = max(keyByteLimit, 32 << 20)
        // Times of more than a century overflow when they are added to a clock.
        let longest: UInt64 = 1 << 42
        limits.handshakeTimeout = min(handshakeTimeout, longest)
        limits.idleTimeout = min(idleTimeout, longest)
        limits.keepAliveInterval = min(keepAliveInterval, longest)
        limits.lifetime = min(lifetime, longest)
        limits.closingTimeout = min(closingTimeout, longest)
        limits.rekeyInterval = min(limits.rekeyInterval, longest)
        return limits
    }

    /// What the peer is told of them.
    func settings() throws(WireError) -> Settings {
        var settings = Settings()
        try settings.set(.largestFramePayload, to: 65_536)
        try settings.set(.largestMessage, to: UInt64(largestMessage))
        try settings.set(.streams, to: UInt64(streams))
        try settings.set(.streamWindow, to: UInt64(streamWindow))
        try settings.set(.connectionWindow, to: UInt64(receiveWindow))
        try settings.set(.idleTimeout, to: idleTimeout)
        if acceptsCompression { try settings.set(.compressionMethods, to: Settings.deflate) }
        return settings
    }
}
