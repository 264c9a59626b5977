/// The program that measures in Python: the name of a peer, a work, a size and a time go in, a figure comes out.
enum PythonHarness {
    static let text = #"""
        import os, sys, time
        peer, work, size, seconds = sys.argv[1], sys.argv[2], int(sys.argv[3]), float(sys.argv[4])
        parts = work.split("-")
        data = open(sys.argv[5], "rb").read() if len(sys.argv) > 5 else os.urandom(size)
        nonce = os.urandom(12)

        def hash_of(name):
            from cryptography.hazmat.primitives import hashes
            return getattr(hashes, "SHA" + name)()

        def aes():
            key = os.urandom(int(parts[1]) // 8)
            if parts[2] == "gcm":
                from cryptography.hazmat.primitives.ciphers.aead import AESGCM
                cipher = AESGCM(key)
                box = cipher.encrypt(nonce, data, None)
                if parts[3] == "seal":
                    return lambda: cipher.encrypt(nonce, data, None)
                return lambda: cipher.decrypt(nonce, box, None)
            from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
            mode = modes.CBC if parts[2] == "cbc" else modes.CTR
            cipher = Cipher(algorithms.AES(key), mode(os.urandom(16)))
            room = bytearray(size + 16)
            make = cipher.decryptor if parts[-1] == "decrypt" else cipher.encryptor
            context = make()
            return lambda: context.update_into(data, room)

        def rsa():
            from cryptography.hazmat.primitives.asymmetric import rsa, padding
            from cryptography.hazmat.primitives.asymmetric.utils import Prehashed
            bits = int(parts[1])
            if parts[2] == "keygen":
                return lambda: rsa.generate_private_key(65537, bits)
            key = rsa.generate_private_key(65537, bits)
            algorithm, public, digest = hash_of("256"), key.public_key(), os.urandom(32)
            if parts[2] == "oaep":
                oaep = padding.OAEP(padding.MGF1(algorithm), algorithm, None)
                box = public.encrypt(digest, oaep)
                if parts[3] == "encrypt":
                    return lambda: public.encrypt(digest, oaep)
                return lambda: key.decrypt(box, oaep)
            form = padding.PKCS1v15() if parts[2] == "pkcs1" else padding.PSS(padding.MGF1(algorithm), 32)
            signature = key.sign(digest, form, Prehashed(algorithm))
            if parts[-1] == "sign":
                return lambda: key.sign(digest, form, Prehashed(algorithm))
            return lambda: public.verify(signature, digest, form, Prehashed(algorithm))

        def cryptography():
            if parts[0] == "aes":
                return aes()
            if parts[0] == "rsa":
                return rsa()
            if parts[0] == "sha":
                from cryptography.hazmat.primitives import hashes
                algorithm = hash_of("_".join(parts[1:]))
                def digest():
                    h = hashes.Hash(algorithm)
                    h.update(data)
                    return h.finalize()
                return digest
            if parts[0] == "hmac":
                from cryptography.hazmat.primitives import hmac
                keyed = hmac.HMAC(os.urandom(32), hash_of(parts[2]))
                def code():
                    h = keyed.copy()
                    h.update(data)
                    return h.finalize()
                return code
            secret, salt = os.urandom(32), os.urandom(32)
            if parts[0] == "hkdf":
                from cryptography.hazmat.primitives.kdf.hkdf import HKDF
                algorithm, info = hash_of(parts[2]), os.urandom(16)
                return lambda: HKDF(algorithm, 64, salt, info).derive(secret)
            if parts[0] == "pbkdf2":
                from cryptography.hazmat.primitives.kdf.pbkdf2 import PBKDF2HMAC
                return lambda: PBKDF2HMAC(hash_of(parts[2]), 32, salt[:16], 10000).derive(secret[:12])
            if parts[0] == "scrypt":
                from cryptography.hazmat.primitives.kdf.scrypt import Scrypt
                return lambda: Scrypt(salt[:16], 32, 1 << 14, 8, 1).derive(secret[:12])
            if parts[0] == "x25519":
                from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
                if parts[-1] == "keygen":
                    return lambda: X25519PrivateKey.generate().public_key()
                key, peer = X25519PrivateKey.generate(), X25519PrivateKey.generate().public_key()
                return lambda: key.exchange(peer)

        def compression():
            if peer == "libdeflate":
                import deflate as library
                compress = library.zlib_compress
            else:
                import zlib as library
                if peer == "zlib-ng":
                    from zlib_ng import zlib_ng as library
                compress = library.compress
            if parts[0] == "crc":
                return lambda: library.crc32(data)
            if parts[0] == "adler":
                return lambda: library.adler32(data)
            if parts[0] == "deflate":
                return lambda: compress(data, int(parts[1]))
            if parts[0] == "inflate":
                if peer == "libdeflate":
                    return lambda: library.zlib_decompress(data, size)
                return lambda: library.decompress(data, 15, size)

        f = cryptography() if peer == "cryptography" else compression()
        if f is None:
            raise SystemExit("no such work: " + work)
        f()
        count, total, batch = 0, 0.0, 1
        while total < seconds:
            start = time.process_time()
            for _ in range(batch):
                f()
            took = time.process_time() - start
            count, total = count + batch, total + took
            if took < seconds / 20:
                batch *= 2
        print(count / total * (size / 1e6 if size else 1))
        """#
}
