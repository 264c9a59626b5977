#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#elseif canImport(Darwin)
internal import Darwin
#endif

extension System {
    static func assign(_ socket: borrowing Descriptor, to address: SocketAddress) throws(SystemError) {
        let number = socket.number
        try call("cannot listen on \(address)") {
            unsafe withSocketAddress(address) { pointer, length in unsafe bind(number, pointer, length) }
        }
    }

    static func startListening(_ socket: borrowing Descriptor, backlog: Int32) throws(SystemError) {
        let number = socket.number
        try call("listen") { listen(number, backlog) }
    }

    /// Begins to connect. True if that is done at once, false if the socket becomes writable when it is.
    static func beginConnecting(_ socket: borrowing Descriptor, to address: SocketAddress) throws(SystemError) -> Bool {
        let number = socket.number
        do throws(SystemError) {
            try call("cannot connect to \(address)") {
                unsafe withSocketAddress(address) { pointer, length in
                    unsafe connect(number, pointer, length)
                }
            }
            return true
        } catch {
            // An interrupted connect goes on in the background, and the repeated call says "already".
            if error.code == .inProgress || error.code.rawValue == EALREADY { return false }
            if error.code.rawValue == EISCONN { return true }
            throw error
        }
    }

    /// The failure that waits at a socket, such as that of a connect in the background.
    static func pendingError(of socket: borrowing Descriptor) throws(SystemError) -> SystemError.Code? {
        let number = socket.number
        var value: Int32 = 0
        var length = socklen_t(MemoryLayout<Int32>.size)
        try call("getsockopt") { unsafe getsockopt(number, SOL_SOCKET, SO_ERROR, &value, &length) }
        return value == 0 ? nil : SystemError.Code(rawValue: value)
    }

    private static func setOption(
        _ socket: borrowing Descriptor, level: Int32, name: Int32, to value: Int32
    ) throws(SystemError) {
        let number = socket.number
        var value = value
        try call("setsockopt") {
            unsafe setsockopt(number, level, name, &value, socklen_t(MemoryLayout<Int32>.size))
        }
    }

    /// Small writes are sent at once instead of being collected (Nagle's algorithm off).
    static func setNoDelay(_ socket: borrowing Descriptor) throws(SystemError) {
        try setOption(socket, level: Int32(IPPROTO_TCP), name: TCP_NODELAY, to: 1)
    }

    /// A server that is started again need not wait for the connections of the old one to be forgotten.
    static func setReuseAddress(_ socket: borrowing Descriptor) throws(SystemError) {
        try setOption(socket, level: SOL_SOCKET, name: SO_REUSEADDR, to: 1)
    }

    /// Whether a socket bound to the IPv6 wildcard leaves IPv4 alone.
    static func setOnlyIPv6(_ socket: borrowing Descriptor, _ value: Bool) throws(SystemError) {
        try setOption(socket, level: Int32(IPPROTO_IPV6), name: IPV6_V6ONLY, to: value ? 1 : 0)
    }

    /// The kernel's buffers for a socket; used by tests to make a small pipe.
    static func setBufferSizes(_ socket: borrowing Descriptor, _ byteCount: Int) throws(SystemError) {
        try setOption(socket, level: SOL_SOCKET, name: SO_SNDBUF, to: Int32(clamping: byteCount))
        try setOption(socket, level: SOL_SOCKET, name: SO_RCVBUF, to: Int32(clamping: byteCount))
    }

    static func localAddress(of socket: borrowing Descriptor) throws(SystemError) -> SocketAddress {
        let number = socket.number
        return try unsafe address("getsockname") { pointer, length in unsafe getsockname(number, pointer, length) }
    }

    static func peerAddress(of socket: borrowing Descriptor) throws(SystemError) -> SocketAddress {
        let number = socket.number
        return try unsafe address("getpeername") { pointer, length in unsafe getpeername(number, pointer, length) }
    }

    /// Tells the peer that nothing more comes.
    static func endOutput(_ socket: borrowing Descriptor) throws(SystemError) {
        let number = socket.number
        try call("shutdown") { shutdown(number, endOfOutput) }
    }

    /// Reads what is there. Nil: nothing yet; 0: the peer sends nothing more.
    static func receive(
        _ socket: borrowing Descriptor, into bytes: inout MutableSpan<UInt8>
    ) throws(SystemError) -> Int? {
        let number = socket.number
        return try unsafe bytes.withUnsafeMutableBytes { (buffer) throws(SystemError) -> Int? in
            try attempt("receive") { unsafe recv(number, buffer.baseAddress, buffer.count, 0) }
        }
    }

    /// Writes as much as the kernel takes of several byte strings, the first of which begins at `offset`.
    /// Nil: it takes nothing now. A peer that is gone is an error, never a signal.
    static func send(
        _ socket: borrowing Descriptor, _ chunks: ArraySlice<[UInt8]>, skipping offset: Int
    ) throws(SystemError) -> Int? {
        let number = socket.number
        return try attempt("send") {
            unsafe withUnsafeTemporaryAllocation(of: iovec.self, capacity: min(chunks.count, largestGather)) {
                vectors in
                unsafe gather(chunks, offset, into: vectors, filled: 0) { filled in
                    var message = unsafe msghdr()
                    unsafe message.msg_iov = vectors.baseAddress
                    unsafe message.msg_iovlen = .init(filled)
                    return unsafe sendmsg(number, &message, sendFlags)
                }
            }
        }
    }

    /// The most byte strings in one call.
    static let largestGather = 16

    // One level of recursion for each byte string, as each is pinned by a closure of its own.
    private static func gather(
        _ chunks: ArraySlice<[UInt8]>, _ offset: Int, into vectors: UnsafeMutableBufferPointer<iovec>, filled: Int,
        _ body: (Int) -> Int
    ) -> Int {
        guard let chunk = chunks.first, filled < vectors.count else { return body(filled) }
        return unsafe chunk.withUnsafeBytes { buffer in
            let rest = unsafe UnsafeRawBufferPointer(rebasing: buffer.dropFirst(offset))
            let vector = unsafe iovec(
                iov_base: UnsafeMutableRawPointer(mutating: rest.baseAddress), iov_len: rest.count)
            unsafe vectors.initializeElement(at: filled, to: vector)
            return unsafe gather(chunks.dropFirst(), 0, into: vectors, filled: filled + 1, body)
        }
    }
}
