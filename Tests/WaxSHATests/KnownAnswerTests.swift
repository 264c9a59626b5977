import Testing
import WaxCore
import WaxSHA

@Suite("First answers")
struct KnownAnswerTests {
    @Test("FIPS 180 examples: abc")
    func abc() {
        let abc = Array("abc".utf8)
        #expect(
            "\(SHA256.hash(data: abc))"
                == "SHA256 digest: ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
        #expect(
            "\(SHA384.hash(data: abc))"
                == "SHA384 digest: cb00753f45a35e8bb5a03d699ac65007272c32ab0eded1631a8b605a43ff5bed"
                + "8086072ba1e7cc2358baeca134c825a7")
        #expect(
            "\(SHA512.hash(data: abc))"
                == "SHA512 digest: ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a"
                + "2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f")
    }

    @Test("RFC 5869 appendix A.1")
    func hkdf() throws {
        let key = try HKDF<SHA256>.deriveKey(
            inputKeyMaterial: SymmetricKey(data: [UInt8](repeating: 0x0b, count: 22)), salt: Array(0...12),
            info: Array(0xf0...0xf9), outputByteCount: 42)
        let hex = Hex.encode(key.bytes)
        #expect(hex == "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865")
    }
}
