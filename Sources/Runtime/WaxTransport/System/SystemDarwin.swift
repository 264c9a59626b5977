#if canImport(Darwin)
internal import Darwin

extension System {
    static let streamSocket = SOCK_STREAM
    // A peer that is gone raises no signal: the sockets are told so when they are made.
    static let sendFlags: Int32 = 0
    static let endOfOutput = SHUT_WR

    /// A new TCP socket that never makes a caller wait and is not handed on to other programs.
    static func makeSocket(for address: SocketAddress) throws(SystemError) -> Descriptor {
        let family = address.isIPv6 ? AF_INET6 : AF_INET
        return try prepared(Descriptor(owning: try call("socket") { socket(family, SOCK_STREAM, IPPROTO_TCP) }))
    }

    /// The next connection that waits at a listening socket; nil if there is none.
    static func acceptSocket(_ listener: borrowing Descriptor) throws(SystemError) -> Descriptor? {
        let number = listener.number
        guard let socket = try attempt("accept", { unsafe accept(number, nil, nil) }) else { return nil }
        return try prepared(Descriptor(owning: socket))
    }

    private static func prepared(_ socket: consuming Descriptor) throws(SystemError) -> Descriptor {
        let number = socket.number
        try makeNonBlocking(number)
        var one: Int32 = 1
        try call("setsockopt") {
            unsafe setsockopt(number, SOL_SOCKET, SO_NOSIGPIPE, &one, socklen_t(MemoryLayout<Int32>.size))
        }
        return socket
    }

    /// Renames within a directory unless the new name is taken, in one step.
    static func renameWithoutReplacing(
        in directory: borrowing Descriptor, _ old: String, _ new: String
    ) throws(SystemError) {
        let number = directory.number
        try call("cannot rename to \(new.escapedForDisplay)") {
            unsafe renameatx_np(number, old, number, new, UInt32(RENAME_EXCL))
        }
    }
}
#endif
