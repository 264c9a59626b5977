#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#elseif canImport(Darwin)
internal import Darwin
#endif

/// The system calls of Waxwing: all of them are made in this folder, and nowhere else. What every POSIX system
/// has is grouped by subject; what is of one system alone stands in the file that has its name.
///
/// Each function takes and gives safe types, repeats itself when a signal interrupts it, and throws a
/// ``SystemError`` that names the call. Descriptors are closed by ``Descriptor``.
enum System {
    /// The system's words for an error number.
    static func text(of code: SystemError.Code) -> String {
        unsafe withUnsafeTemporaryAllocation(of: CChar.self, capacity: 256) { buffer in
            guard let base = buffer.baseAddress else { return "error \(code.rawValue)" }
            unsafe base.initialize(repeating: 0, count: buffer.count)
            _ = unsafe strerror_r(code.rawValue, base, buffer.count)
            return unsafe String(cString: base)
        }
    }

    /// Makes a call that answers -1 on failure; repeats it while signals interrupt it.
    @discardableResult
    static func call<Number: SignedInteger>(
        _ name: @autoclosure () -> String, _ body: () -> Number
    ) throws(SystemError) -> Number {
        while true {
            let result = body()
            if result >= 0 { return result }
            let code = SystemError.Code(rawValue: errno)
            if code != .interrupted { throw SystemError(name(), code: code) }
        }
    }

    /// Like ``call(_:_:)``, but gives nil where the call would have had to wait.
    static func attempt<Number: SignedInteger>(
        _ name: @autoclosure () -> String, _ body: () -> Number
    ) throws(SystemError) -> Number? {
        while true {
            let result = body()
            if result >= 0 { return result }
            let code = SystemError.Code(rawValue: errno)
            if code == .wouldBlock || code.rawValue == EWOULDBLOCK { return nil }
            if code != .interrupted { throw SystemError(name(), code: code) }
        }
    }
}

/// An open file, socket or other object of the kernel; closed when its owner lets go of it.
struct Descriptor: ~Copyable, Sendable {
    /// The kernel's number for it.
    let number: Int32

    /// Takes over a descriptor that the kernel has just given out.
    init(owning number: Int32) { self.number = number }

    deinit { _ = close(number) }
}

// MARK: - Clock and identity

extension System {
    /// Nanoseconds since an arbitrary moment, by a clock that is never set back.
    static var monotonicNanoseconds: UInt64 { time(CLOCK_MONOTONIC).nanoseconds }

    /// Seconds since the beginning of 1970, by the clock that people set.
    static var unixSeconds: Int64 { time(CLOCK_REALTIME).seconds }

    private static func time(_ clock: clockid_t) -> (seconds: Int64, nanoseconds: UInt64) {
        var value = timespec()
        // Cannot fail: both clocks are mandatory, and the pointer is good.
        _ = unsafe clock_gettime(clock, &value)
        return (Int64(value.tv_sec), UInt64(value.tv_sec) &* 1_000_000_000 &+ UInt64(value.tv_nsec))
    }

    /// The user on whose behalf the process acts.
    static var effectiveUser: UInt32 { geteuid() }

    /// The number of processors that the system has on line.
    static var processorCount: Int { max(1, Int(sysconf(Int32(_SC_NPROCESSORS_ONLN)))) }
}
