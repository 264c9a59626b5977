#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#elseif canImport(Darwin)
internal import Darwin
#endif

extension System {
    /// Looks up a name. Blocks, perhaps for many seconds, unless `numeric` says that only numbers are meant.
    static func resolve(
        _ host: String, port: UInt16, numeric: Bool
    ) throws(SystemError) -> [SocketAddress] {
        var hints = unsafe addrinfo()
        unsafe hints.ai_family = AF_UNSPEC
        unsafe hints.ai_socktype = streamSocket
        unsafe hints.ai_flags = numeric ? AI_NUMERICHOST : 0
        var list: UnsafeMutablePointer<addrinfo>? = nil
        let status = unsafe getaddrinfo(host, nil, &hints, &list)
        defer { if let list = unsafe list { unsafe freeaddrinfo(list) } }
        guard status == 0 else {
            throw unsafe SystemError(
                "cannot look up \(host.escapedForDisplay)", code: .hostNotFound,
                reason: String(cString: gai_strerror(status)))
        }
        var addresses: [SocketAddress] = []
        var next = unsafe list
        while let entry = unsafe next {
            if let pointer = unsafe entry.pointee.ai_addr {
                let raw = unsafe UnsafeRawBufferPointer(start: pointer, count: Int(entry.pointee.ai_addrlen))
                if let address = unsafe socketAddress(raw)?.with(port: port), !addresses.contains(address) {
                    addresses.append(address)
                }
            }
            unsafe next = entry.pointee.ai_next
        }
        return addresses
    }

    static func address(
        _ name: String, _ body: (UnsafeMutablePointer<sockaddr>, UnsafeMutablePointer<socklen_t>) -> Int32
    ) throws(SystemError) -> SocketAddress {
        var storage = sockaddr_storage()
        var length = socklen_t(MemoryLayout<sockaddr_storage>.size)
        try call(name) {
            unsafe withUnsafeMutablePointer(to: &storage) { pointer in
                unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { unsafe body($0, &length) }
            }
        }
        guard let address = socketAddress(storage) else {
            throw SystemError(name, code: .addressNotAvailable)
        }
        return address
    }

    /// The address in the kernel's form, if it is one of the two families.
    static func socketAddress(_ storage: sockaddr_storage) -> SocketAddress? {
        unsafe withUnsafeBytes(of: storage) { unsafe socketAddress($0) }
    }

    private static func socketAddress(_ raw: UnsafeRawBufferPointer) -> SocketAddress? {
        guard raw.count >= MemoryLayout<sockaddr_in>.size else { return nil }
        let family = unsafe raw.loadUnaligned(as: sockaddr.self).sa_family
        if Int32(family) == AF_INET {
            let value = unsafe raw.loadUnaligned(as: sockaddr_in.self)
            return SocketAddress(
                host: .v4(UInt32(bigEndian: value.sin_addr.s_addr)), port: UInt16(bigEndian: value.sin_port))
        }
        guard Int32(family) == AF_INET6, raw.count >= MemoryLayout<sockaddr_in6>.size else { return nil }
        let value = unsafe raw.loadUnaligned(as: sockaddr_in6.self)
        let (high, low) = unsafe withUnsafeBytes(of: value.sin6_addr) { bytes in
            unsafe (
                UInt64(bigEndian: bytes.loadUnaligned(as: UInt64.self)),
                UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: 8, as: UInt64.self))
            )
        }
        return SocketAddress(
            host: .v6(high: high, low: low, scope: value.sin6_scope_id), port: UInt16(bigEndian: value.sin6_port))
    }

    static func withSocketAddress(
        _ address: SocketAddress, _ body: (UnsafePointer<sockaddr>, socklen_t) -> Int32
    ) -> Int32 {
        switch address.host {
        case .v4(let host):
            var value = sockaddr_in()
            value.sin_family = sa_family_t(AF_INET)
            value.sin_port = address.port.bigEndian
            value.sin_addr.s_addr = host.bigEndian
            return unsafe withUnsafePointer(to: value) { pointer in
                unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                    unsafe body($0, socklen_t(MemoryLayout<sockaddr_in>.size))
                }
            }
        case .v6(let high, let low, let scope):
            var value = sockaddr_in6()
            value.sin6_family = sa_family_t(AF_INET6)
            value.sin6_port = address.port.bigEndian
            value.sin6_scope_id = scope
            unsafe withUnsafeMutableBytes(of: &value.sin6_addr) { bytes in
                unsafe bytes.storeBytes(of: high.bigEndian, as: UInt64.self)
                unsafe bytes.storeBytes(of: low.bigEndian, toByteOffset: 8, as: UInt64.self)
            }
            return unsafe withUnsafePointer(to: value) { pointer in
                unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                    unsafe body($0, socklen_t(MemoryLayout<sockaddr_in6>.size))
                }
            }
        }
    }
}
