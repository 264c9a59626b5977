#if WAX_KERNELS && (!hasFeature(Embedded) || WAX_HWCAP)
// The C library is there in any case, but its module may not be imported here.
@_extern(c, "getenv")
private func getenv(_ name: UnsafePointer<CChar>) -> UnsafePointer<CChar>?

/// The features that `WAX_DISABLE` takes away.
func disabledByEnvironment() -> ProcessorFeatures {
    let name: StaticString = "WAX_DISABLE"
    return name.withUTF8Buffer { name in
        name.withMemoryRebound(to: CChar.self) { name in
            // A static string ends with a zero.
            guard let base = name.baseAddress, let value = getenv(base) else { return [] }
            var count = 0
            while value[count] != 0 { count += 1 }
            let list = UnsafeBufferPointer(start: value, count: count).map(UInt8.init(bitPattern:))
            return ProcessorFeatures(named: list)
        }
    }
}
#else
// A program without a C library has no environment.
func disabledByEnvironment() -> ProcessorFeatures { [] }
#endif
