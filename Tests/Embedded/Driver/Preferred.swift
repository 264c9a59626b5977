import WaxAES
import WaxDeflate
import WaxSHA

/// Prints what is chosen for each purpose. The script that runs the program knows what it should be.
func printPreferred() {
    Host.print("backend aes ")
    Host.print(AES.Backend.preferred.name)
    Host.print("\nbackend sha-256 ")
    Host.print(SHA256.Backend.preferred.name)
    Host.print("\nbackend sha-512 ")
    Host.print(SHA512.Backend.preferred.name)
    Host.print("\nbackend crc-32 ")
    Host.print(ChecksumBackend.preferred.name)
    Host.print("\n")
}

extension AES.Backend {
    var name: StaticString {
        switch self {
        #if WAX_KERNELS && arch(arm64)
        case .armaes: "armaes"
        #endif
        #if arch(x86_64) || arch(arm64)
        case .bitsliced16: "bitsliced16"
        #endif
        case .bitsliced4: "bitsliced4"
        }
    }
}

extension SHA256.Backend {
    var name: StaticString {
        switch self {
        #if WAX_KERNELS && arch(arm64)
        case .armsha2: "armsha2"
        #endif
        case .portable: "portable"
        }
    }
}

extension SHA512.Backend {
    var name: StaticString {
        switch self {
        #if WAX_KERNELS && arch(arm64)
        case .armsha512: "armsha512"
        #endif
        case .portable: "portable"
        }
    }
}

extension ChecksumBackend {
    var name: StaticString {
        switch self {
        #if WAX_KERNELS && arch(arm64)
        case .pmull: "pmull"
        #endif
        case .portable: "portable"
        }
    }
}
