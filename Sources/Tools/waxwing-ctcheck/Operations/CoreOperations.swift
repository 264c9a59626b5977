import WaxCore

/// Comparing, choosing, and hexadecimal digits.
enum CoreOperations {
    static let all: [Operation] = [
        Operation(
            "core/compare-equal", secret: "both texts", result: .verdict("whether they are equal is what was asked")
        ) { material in
            let left = material.secret(64)
            let right = material.secret(left.bytes)
            return { constantTimeEqual(left.bytes, right.bytes).declassified ? [1] : [0] }
        },
        Operation(
            "core/compare-different", secret: "both texts", result: .verdict("whether they are equal is what was asked")
        ) { material in
            let left = material.secret(64)
            let right = material.secret(64)
            return { left == right ? [1] : [0] }
        },
        Operation("core/copy-if", secret: "both texts and the choice", result: .bytes("the copy belongs to the caller")) {
            material in
            let source = material.text(33)
            let target = material.text(33)
            let choice = material.text(1)
            return {
                var copy = [UInt8](copying: target.bytes)
                var span = copy.mutableSpan
                constantTimeCopy(source.bytes, to: &span, if: Choice(lowBitOf: UInt64(choice.bytes[0])))
                return copy
            }
        },
        Operation("core/hex-encode", secret: "the bytes", result: .bytes("the digits belong to the caller")) { material in
            let bytes = material.secret(32)
            return {
                var digits = [UInt8](repeating: 0, count: 64)
                var span = digits.mutableSpan
                Hex.encode(bytes.bytes, into: &span)
                return digits
            }
        },
        Operation(
            "core/hex-decode", secret: "the digits", result: .bytes("the bytes belong to the caller")
        ) { material in
            let bytes = material.secret(32)
            let digits = SecretBytes(count: 64) { Hex.encode(bytes.bytes, into: &$0) }
            let secret = material.secret(digits, "the digits")
            return { try Hex.decodeSecret(secret.bytes).array }
        },
    ]
}
