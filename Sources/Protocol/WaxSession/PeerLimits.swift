import WaxWire

/// What the peer allows this side: its settings, or their floors as long as they have not come.
struct PeerLimits {
    let largestFrame: Int
    let largestMessage: Int
    let streams: Int
    let streamWindow: UInt64
    let connectionWindow: UInt64
    let idleTimeout: UInt64

    init(_ settings: Settings = Settings()) {
        largestFrame = Int(clamping: settings[.largestFramePayload])
        largestMessage = Int(clamping: settings[.largestMessage])
        streams = Int(clamping: settings[.streams])
        streamWindow = settings[.streamWindow]
        connectionWindow = settings[.connectionWindow]
        idleTimeout = settings[.idleTimeout]
    }
}

extension Limits {
    /// The limits with every value brought into its range.
    var sane: Limits {
        var limits = self
        limits.largestMessage = max(largestMessage, Int(clamping: Settings.Known.largestMessage.floor))
        limits.streams = max(streams, Int(clamping: Settings.Known.streams.floor))
        limits.streamWindow = max(streamWindow, Int(clamping: Settings.Known.streamWindow.floor))
        limits.receiveWindow = max(receiveWindow, Int(clamping: Settings.Known.connectionWindow.floor))
        limits.assemblyMemory = max(assemblyMemory, limits.largestMessage + messageCost)
        limits.nesting = min(max(nesting, 0), 1_024)
        limits.sendBuffer = max(sendBuffer, 1)
        // A sender that stays below these is promised that it is never cut off.
        limits.controlBurst = min(max(controlBurst, 1_024), 1_000_000)
        limits.controlRate = min(max(controlRate, 256), 1_000_000)
        // A key that is due again as soon as it was changed would leave no room for anything else.
        limits.rekeyAfterBytes = max(rekeyAfterBytes, 1)
        limits.rekeyInterval = max(rekeyInterval, 1)
        limits.keyByteLimit = max(keyByteLimit, 1 << 18)
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
        return settings
    }
}
