import Synchronization
import WaxCore
import WaxIdentity
import WaxKeys
import WaxRSA
import WaxSession
import WaxSimulator
import WaxWire

/// Identities of which the keys are written below for all to see: for tests only.
///
/// A key takes long to make, so they were made once; a delegation takes an RSA signature, so each is made once a run.
enum TestIdentity {
    /// The time at which the simulations begin.
    static let start = Moment(monotonicNanoseconds: 1_000_000_000, unixSeconds: 1_800_000_000)

    static let client = make(clientKey, .client, seed: 1)
    static let server = make(serverKey, .server, seed: 2)
    static let stranger = make(strangerKey, .client, seed: 3)
    static let strangeServer = make(strangerKey, .server, seed: 4)

    static func make(
        _ pem: String, _ role: Role, seed: UInt64, validity: UInt64 = 12 * 3_600, at now: Moment = start
    ) -> LocalIdentity {
        var random = SimulatedRandom(seed: seed)
        do {
            let key = try RSA.PrivateKey(pemRepresentation: pem)
            return try LocalIdentity(key: key, role: role, validitySeconds: validity, now: now, random: &random)
        } catch {
            preconditionFailure("a key of the tests cannot be used: \(error)")
        }
    }

    static let clientKey = """
        -----BEGIN PRIVATE KEY-----
        MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjAgEAAoIBAQDOXunTKggPCQFG
        D6qQqrgj/5uMD0Ag3Exkf7n/VVGXRskgWLXIa+XSeKm8nVc+IzI24sSAnWp9iHb7
        NUakjgXX+7npFqRYGIgeHQceHSI49UVTeL0Jxu25jA8ayIQbie6Bd2D3Aswvm4z6
        /shGNS9SoE+BvM7pj8/lMg5BEU6mnV5D6MA+RtTBGUGsPeDIT5+xIKqpi+Pqjflf
        mnDNHBf4MTYVsWO2VVsXBIaAF2wbzYx+SZwPzPHvAFPapEllWTlO2YHt41iB7Mu7
        oHYuNPZVEo59NXiPHvEjKZwCwNeEyxyNrfIJj3j6QNTAFbiq3pmxYTk5+hoOkso6
        auWKbdpfAgMBAAECggEAReuRhIqWnWV7KX4wV4CIECZP0MXv/9I0Dc7auWByWvNQ
        PKXhvUyVWtioBbA3eWWaY080rbDn/i1IxrcXvrQh1bpDlG4n83MoVy+VlEXhrPOo
        7+2V+uSL8dQ63+O1ItF6XiIQ18/6V1z4CKhfOa5WYMPQ/E94uViQ4wIxIymWgMtv
        G4W9k+RPwvudyeJaMQltI+SkAK4SQDZZBa0FOiSDL1beiIlQPRlbT0oIc2suCtKa
        CitYr18OkPS14SIJ7n5aB1iMTrS/yP0kV9kbtzkTnoxL4S+RGBJnjLrUnl80gHiq
        NALimxBuskGHZ4jV7Xn2Gb5OpaUEs7g+0aGMYthhgQKBgQD/ugsyA4Q0+PRchJvV
        rfMLQBqZYco4iWjBZGExlvuAaJ7CygZnIhlIlf6hWr5fe8qPPYwKLDWbSB9e/y/j
        HZ8IeTpnp0O0s3krqpsvx97TSiOhTdRHSN5wPMd3X7F+TBvzxnXpSy249iLKXMYH
        zdaADhr3YY9yBCQaGc/z4OYKgQKBgQDOl14uDSzS1Gar/L+e4q4W1rmqK8ezNFvt
        ghvjkdtJSPpqlhuhJFqwaXQSMl/UNPebFCQhJ3AMNqZ+a20rg/hH7lDu1LhjK8l/
        I6QMbtMI0un2ygKEa98quTIx55vbNI4KJ5WqyvilnK+0T2uwoRTDmsXRRl5fsrUU
        PJ3w/qi03wKBgGMWgZQFjMrB1F2s/H0Vg+FOG4BnReYWSEL3VDnU2OrunuW3Rjfc
        HJPlmt6GvNFetCRAouymKLdcgNtcYf/M0HyGDL1xMGjqSf9DghJHje2tApVUBPcC
        Iz62LkvxBmN7tjEFK1cUTEkpBl4HCKypc332+Tf105FITXzXl55V/I0BAoGBAKR3
        oQSsfHjDm5FkP/DvqYSJIXo2LF+gWWb149oB7j+jl6hvJEPfO0uiSEOMUvoPyOdu
        22yBhxRSFa4jO+AeyfQJ5+ia9MgOvfU3nIxBVkR6FMTiAasGbb4Hfcx5BH04k7PF
        28MCn3zJBqBXcfZF5s/qUX3PtaYeEUaxE1QeiJSlAoGAC1jkF3Ia+uX8xEAWrGzU
        TGjNFHugKwLA7dij1zKy8op3Gc+riOwdLHiEeEqPufnCKyXqQSTaENp00MoNlM/A
        Kga1yOd1l0Juex35Poc6V6RzpOZQLJdK6QQ2qlql15IDfISnIk69LVOhbH0tuYaB
        2G7Bwg7zzAhKkijb1uq/WHk=
        -----END PRIVATE KEY-----
        """

    static let serverKey = """
        -----BEGIN PRIVATE KEY-----
        MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjAgEAAoIBAQDLpoflLzH4Ifzb
        VIICdz/wK799nuLrepPNqpxamOWfgC2dvohDbdIqQFCSWluDJHYlyiFUjt5mWwvS
        fwmDIgnHJys0xnPAiiC8F+NuZ9XzvIGR+9fZxXpxed1Kfsuq+8GyFBgdQwCXmmlf
        z2Fq8Eob1s9dYcTxNSQgB9xvyPP78lPmY/cwUnElz51Lo5Y7Df42WWSpVQnKyIGW
        FIui9EnbF+lWydoJnqa+zyzhvHStaIh2KkMDvV6sqij5iMBZ41o0/v02Pg6ulSzy
        xtRJtxJ/rA5nwWNt8vGbruH5o0k5j9YeOYH0aeMnMvAu5E2uLfPeNDOKCyRk2qoV
        qJMrGgDXAgMBAAECggEAEneClDBAPj7KwJLRtT/eCZKAq0yt9BTUnqOYHl5bWCgr
        OsYtHLwygMf95mo7fnwJxf8lyuv8/oLGuCrykF8U9ue2Mx4Zyf2x3oyQqubPOmpq
        Gh71twGBdb/LZswc/jS/yZJT5iIOGtvoLprOEStCn8f4sYBCTRh4svozguQnPRMr
        cf6u7RSDMTh6VKCfk12Ei4l02bEc0mFT2rDtOjprzBa0dMCUsuZhZpzNKOGssTJw
        h+Cp/K7At7Fn1mDtneBkfecBFJe/bJ7JL7HKtBKQhkzFgAgTitFLedmQIWnJPqaA
        qDF6FNSU81upfg706V+EZsHToNxXhLXqh1RVL+18wQKBgQDp/uKtSe2hVCCkW458
        P/lAFq0Oy5A9NlX+TV9HVRqs/b2sdRl/MzzZ5hCThcqokRakY+7MmJAYVggwChdh
        o9De8oSmw16h/1ij8srT+xqgSUPZ2vYqmhkORwTMY3ltwTPBhw19wDnH8ttcJd37
        vLQp4/z0y7NPMlw6hFNmk1cEwQKBgQDezSEOzvK5h+9zDo3lMLcVIxkGFpp31yGj
        zJrvlEKl4bexD/dpoMiVYpx6OmMuI1mijTktmnrCqUcqIajIG5U9kVhUPYz7PyXi
        izBffA2XVEwG8JfOaP+L2Wl2XDxPHQS2yfQ9xTUE8YDNY9yzpGvKnJtL7Jocs/Uu
        j5vBWwPzlwKBgBaC+AnV3++yaUWGrWmUugUJaXLP8LuC27kQdoclT+CutK2/wkkz
        g7ou4Q9gQsP+2V/NYW77inlc5YLBpcg1+2VHja2BhDwvlbaIKC1GriQXiFiQMTie
        BKUT/gkv1MHTYYhP1uNvN9/dpG70EawjVm3lSjO+2SxYWvkiO+fVavzBAoGAffrd
        Q2NPKgssIRHMuBh4nXIQFzo2s6aoddcekHNz0Bo2ZN8TVd29LYLp2c8j/5WrfFeA
        SkH8Qg+3lqIbrrKyC3Mgz9lR20sUn+l2O7eIc9YNeysVm3gRb0FK+csjqtRMsxK0
        kSzuUtI/s2NRCx7geFtfEGpDphE3hNFdD9LoBBcCgYEA4W0mkq70Cgo8pfZZtr/R
        PeYlcqgK7vF+qmXBVfbiw8dUNWqij2KURF1JDtRh1Oy0JuEXzEaYB5gvbLzVhvlw
        fjCosZjOyWxtKU468XTbWtnDJhMxnGE6NMfNdfO52LD097YdZ8f8XwxqehCJX76P
        iqkXe/keC/TpbtgkJi+EBJA=
        -----END PRIVATE KEY-----
        """

    static let strangerKey = """
        -----BEGIN PRIVATE KEY-----
        MIIEvwIBADANBgkqhkiG9w0BAQEFAASCBKkwggSlAgEAAoIBAQD8h43eEQ5ZMr9X
        hbaBJI3kSJvahMUVoJH05gpWYcfQGah1TAN7voNb+XBKqXINi/Yinz1dofvuM/Vk
        5WjYYqK3XN7pLGydyoH0GdVGr8ahb+4pi4gq09gwJqPaR66vbwcSYZfp43O6d72N
        xiUEzWg6GsxBGOB9n7C2lB8floe1y18jGYJ3CiOFMtlZiwrqW4dFYG57/G9BusPG
        13ek9Mfr1IQOBh6PiZAP2MVYMNOCNLiylGdqKQhikrN9TdqYl2f91EU5ns0sT2+R
        gqbyiqSMxygsqtgYfWhdXoiIJKjUR5x2CelEfoxfdMeA0Iaoxp4CDfK4MQa19Nzq
        ROQ2kPIDAgMBAAECggEAU1/X3YEJGTcRiG57rpCojj3QwylBvp24gsAumo2HAHRw
        M2Xo4oKocQXeZrAiGUnj9lNX2eGgwWkDNJAveP271klByX9izwfstvCOg1uGe4du
        fOX2C5nMzzz6rRcsm/xOu+lf1BdF/sMI4NWSJE9DAagWVsnFWISQPf+SdQXogYLf
        XdamCb3BAVpMj8vIdRwKfoUDhR/0R0xUtQLOQkL3HFIIMOne0x0Q0bR6ys1sjRog
        Qy2zA1TGiCmEWvzDXzfEycij8ypS1a16IagQxGX1ud59KU2nEHnuo1AAuzO2hulV
        pYP0YSp640RjOwHoOtyRVfzHecBVWB4kqteJRY3txQKBgQD/IOyq6JMfdLJVGiMO
        x+iaM/tP2pTa2XUA78TKyW/kXF0DNsFdi6PKQPQURMjgmW4tosFkktmkMdFDUh57
        O44wLnb5MhivCj0faiZadnWS9PKwrFmn7O7ezCFcFLR8S4+JIs/l4CJ1K6sG+g79
        uoJ5g/qhvCNSA8gb2O2xcsHHBQKBgQD9ZFtsYMHRAVMje/LnuI2EBFtXMcC5T+YR
        w0RmJxzT/7VyK7O2Crg3jp9CerJemn3Y6gYPmcu0Xzp6aiBQG2+F9gw54GT+9qch
        LQsMUuylRILlPTZPGgFMu9eDOCbygABB9D5f1CG866lB5CUTJxsvphToeOrkHdD1
        IzQX7KqTZwKBgQDfHwk7suiv8tvfZ1tPmu9GpL1dqdjSyKj157sgaiir+0bw/5r+
        V5gn0sRjUYCoRCbCTHt7nJ4wZc0QZin4Ni503r3306MYugiYh7oBFWZf3k68yg4i
        uShyuu1V3Vm29lISadqNvIYGGOma0Wf46HshEJZJigMNv/bqu72smaL0jQKBgQDq
        /OvP6Tc0xb69NJCClmMe4A95IFmzQUaCiIzhEzqn3AcAF0k09GH8m9ZUB4dtNmap
        B/aQ9zazUnDf35WR1K+rExApiFEBJeq+WJBbYHe3mH6vawH3f41fBQCK30M3Nr+G
        aqSBqC+VjRLNWW+MgIK0wJe5M5HZ9VC4VWpVGZTi1wKBgQDuh2KmWRdvFe8banPd
        FvZp8vM7GbjJ37kbxlJ20vu7HG0ccIJLUvThUgZ4r2LxnOP+ptwEHYJSydUn9Xyj
        4slDMZPO234joXylwQqIvcrgIDuOdlC028R/pA55CxtYGtMQQLlAPOvLx83wgHU5
        8KQ1PlCsW2dm1N54qvexbNrk4A==
        -----END PRIVATE KEY-----
        """

}

/// Trusts identities by fingerprint, and counts how often it was asked for its last word.
final class FingerprintTrust: PeerTrust {
    let fingerprints: [[UInt8]]
    let proven = Mutex(0)

    init(_ identities: LocalIdentity...) { fingerprints = identities.map(\.identity.fingerprint) }

    func preliminaryDecision(about claim: IdentityClaim) -> TrustDecision {
        fingerprints.contains(claim.fingerprint) ? .trusted : .notTrusted(reason: "not on the list")
    }

    func decision(about identity: PeerIdentity) -> TrustDecision {
        proven.withLock { $0 += 1 }
        return fingerprints.contains(identity.fingerprint) ? .trusted : .notTrusted(reason: "not on the list")
    }
}
