/// The entry of libFuzzer for programs that bring their own `main` (FuzzerInterface.h).
@_silgen_name("LLVMFuzzerRunDriver")
private func runDriver(
    _ count: UnsafeMutablePointer<CInt>, _ arguments: UnsafeMutablePointer<CommandLineArguments>,
    _ target: @convention(c) (UnsafePointer<UInt8>?, Int) -> CInt
) -> CInt

/// `argv` as C has it.
public typealias CommandLineArguments = UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>

/// Gives control to libFuzzer, which calls `target` with one input after the other.
///
/// SwiftPM makes the linker use `<Target>_main` as `main`; each fuzz target defines that symbol with `@_cdecl`
/// and calls this function.
public func runFuzzer(
    _ count: CInt, _ arguments: CommandLineArguments,
    _ target: @convention(c) (UnsafePointer<UInt8>?, Int) -> CInt
) -> CInt {
    var count = count
    var arguments = arguments
    return runDriver(&count, &arguments, target)
}

/// Copies one input of libFuzzer.
public func input(_ start: UnsafePointer<UInt8>?, _ count: Int) -> [UInt8] {
    Array(UnsafeBufferPointer(start: start, count: count))
}

/// Stops the run, as a finding, if a property does not hold.
public func require(_ property: Bool, _ message: @autoclosure () -> String, line: UInt = #line) {
    if !property { fatalError("line \(line): \(message())") }
}
