#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#elseif canImport(Darwin)
internal import Darwin
#endif

/// Signals of the process.
package enum ProcessSignal {
    /// Lets a signal do again what it does by itself, also to the thread that calls this, should it hold it back.
    package static func restoreDefault(_ number: Int32) {
        _ = signal(number, SIG_DFL)
        var set = sigset_t()
        _ = unsafe sigemptyset(&set)
        _ = unsafe sigaddset(&set, number)
        _ = unsafe pthread_sigmask(SIG_UNBLOCK, &set, nil)
    }
}
