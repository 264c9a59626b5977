/// A socket that an event loop can watch; closed when nobody holds it any more.
final class SocketHandle: Sendable {
    let descriptor: Descriptor

    init(_ descriptor: consuming Descriptor) { self.descriptor = descriptor }
}

/// A TCP connection of the system. It closes when nobody holds it any more.
public final class Socket: Sendable {
    let handle: SocketHandle

    /// The other end.
    public let peer: SocketAddress

    /// This end.
    public let local: SocketAddress

    init(_ handle: SocketHandle) throws(SystemError) {
        peer = try System.peerAddress(of: handle.descriptor)
        local = try System.localAddress(of: handle.descriptor)
        try System.setNoDelay(handle.descriptor)
        self.handle = handle
    }

    /// Asks the kernel for buffers of a size, in both directions. Its own choice is best for all but tests.
    package func setKernelBuffers(byteCount: Int) throws(SystemError) {
        try System.setBufferSizes(handle.descriptor, byteCount)
    }

    /// Sends a few bytes if the kernel takes them at once: the last words to somebody who is turned away.
    package func sendLastWords(_ bytes: [UInt8]) {
        // Whoever is turned away and does not listen has lost nothing.
        _ = try? send([bytes][...], skipping: 0)
    }

    /// Reads what is there. Nil: nothing yet; 0: the peer sends nothing more.
    func receive(into bytes: inout MutableSpan<UInt8>) throws(SystemError) -> Int? {
        try System.receive(handle.descriptor, into: &bytes)
    }

    /// Writes as much as the kernel takes. Nil: it takes nothing now.
    func send(_ chunks: ArraySlice<[UInt8]>, skipping offset: Int) throws(SystemError) -> Int? {
        try System.send(handle.descriptor, chunks, skipping: offset)
    }

    /// Tells the peer that nothing more comes.
    func endOutput() throws(SystemError) { try System.endOutput(handle.descriptor) }
}
