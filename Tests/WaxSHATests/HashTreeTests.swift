import Testing
import WaxCore
import WaxSHA
import WaxTestSupport

@Suite("Hash tree")
struct HashTreeTests {
    /// RFC 6962 section 2.1 as it is written: by recursion over the whole list.
    static func root(_ chunks: ArraySlice<[UInt8]>) -> [UInt8] {
        func hash(_ bytes: [UInt8]) -> [UInt8] { [UInt8](SHA256.hash(data: bytes)) }
        guard let first = chunks.first else { return hash([]) }
        if chunks.count == 1 { return hash([0] + first) }
        var half = 1
        while half * 2 < chunks.count { half *= 2 }
        let split = chunks.startIndex + half
        return hash([1] + root(chunks[..<split]) + root(chunks[split...]))
    }

    static func chunks(_ bytes: [UInt8], _ size: Int) -> [[UInt8]] {
        stride(from: 0, to: bytes.count, by: size).map { Array(bytes[$0..<min(bytes.count, $0 + size)]) }
    }

    @Test("Roots that Certificate Transparency implementations agree on")
    func certificateTransparency() throws {
        let leaves = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"]
        let roots = [
            "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
            "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
            "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
            "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
            "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
            "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
            "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
            "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
        ]
        var tree = SHA256Tree()
        #expect(tree.finalize() == SHA256.hash(data: []))
        for (leaf, root) in zip(leaves, roots) {
            let bytes = try Hex.decode(leaf)
            tree.append(leaf: SHA256Tree.leaf(of: bytes.span))
            #expect(Hex.encode([UInt8](tree.finalize())) == root)
        }
    }

    @Test("The tree in pieces is the tree of RFC 6962, for every number of bytes", arguments: [1, 7, 64])
    func definition(chunkByteCount: Int) {
        var random = SeededRandom(seed: 6962)
        let bytes = random.bytes(count: 40 * chunkByteCount)
        var byteByByte = SHA256Tree(chunkByteCount: chunkByteCount)
        for count in 0...bytes.count {
            let expected = Self.root(Self.chunks(Array(bytes[..<count]), chunkByteCount)[...])
            var whole = SHA256Tree(chunkByteCount: chunkByteCount)
            whole.update(data: Array(bytes[..<count]))
            #expect([UInt8](whole.finalize()) == expected, "\(count) bytes at once")
            #expect([UInt8](byteByByte.finalize()) == expected, "\(count) bytes one by one")
            #expect(whole.byteCount == UInt64(count))
            if count < bytes.count { byteByByte.update(data: [bytes[count]]) }
        }
    }

    @Test("A tree begun with leaves goes on as if it had seen the input")
    func resume() {
        var random = SeededRandom(seed: 6963)
        let bytes = random.bytes(count: 1000)
        let chunks = Self.chunks(bytes, 64)
        let expected = Self.root(chunks[...])
        for known in 0...15 {
            var tree = SHA256Tree(chunkByteCount: 64)
            for chunk in chunks[..<known] { tree.append(leaf: SHA256Tree.leaf(of: chunk.span)) }
            #expect(tree.byteCount == UInt64(64 * known))
            let copy = tree
            tree.update(data: Array(bytes[(64 * known)...]))
            #expect([UInt8](tree.finalize()) == expected, "\(known) leaves")
            #expect([UInt8](copy.finalize()) == Self.root(chunks[..<known]), "the copy before \(known)")
        }
    }

    @Test("Leaves are handed out once each, in order, and only for whole chunks")
    func leaves() {
        var random = SeededRandom(seed: 6965)
        let bytes = random.bytes(count: 64 * 5 + 10)
        let expected = Self.chunks(bytes, 64).prefix(5).map { SHA256Tree.leaf(of: $0.span) }
        for pieceByteCount in [1, 50, 64, 200, 330] {
            var tree = SHA256Tree(chunkByteCount: 64)
            var leaves: [SHA256Digest] = []
            for piece in Self.chunks(bytes, pieceByteCount) { tree.update(piece.span) { leaves.append($0) } }
            #expect(leaves == expected, "pieces of \(pieceByteCount)")

            var resumed = SHA256Tree(chunkByteCount: 64)
            for leaf in leaves { resumed.append(leaf: leaf) }
            resumed.update(data: Array(bytes[(64 * 5)...]))
            #expect(resumed.finalize() == tree.finalize())
        }
    }

    @Test("Other hash functions, and the chunk of 1 MiB")
    func others() {
        var random = SeededRandom(seed: 6964)
        let bytes = random.bytes(count: (1 << 20) + 3)
        var tree = HashTree<SHA512>()
        #expect(tree.chunkByteCount == 1_048_576)
        tree.update(bytes.span)
        let left = SHA512.hash(data: [0] + bytes[..<(1 << 20)])
        let right = SHA512.hash(data: [0] + bytes[(1 << 20)...])
        #expect(tree.finalize() == HashTree<SHA512>.node(left, right))
        #expect(HashTree<SHA512>.node(left, right) == SHA512.hash(data: [1] + [UInt8](left) + [UInt8](right)))
    }
}
