// What an application meets in the interface of Waxwing and would otherwise have to import by itself. Only the
// types that it needs are passed on, not whole modules.

@_exported public import class WaxCore.SecretBytes
@_exported public import struct WaxCore.SymmetricKey
@_exported public import struct WaxEncoding.CBORMap
@_exported public import enum WaxEncoding.CBORValue
@_exported public import struct WaxIdentity.PeerIdentity
@_exported public import struct WaxKeys.AuthorizedKeys
@_exported public import struct WaxKeys.KnownHosts
@_exported public import struct WaxKeys.OpenSSHFingerprint
@_exported public import enum WaxRSA.RSA
@_exported public import enum WaxSession.Grease
@_exported public import struct WaxSession.Limits
@_exported public import struct WaxSession.Message
@_exported public import enum WaxSession.Padding
@_exported public import struct WaxSession.Peer
@_exported public import struct WaxSession.PreSharedKey
@_exported public import struct WaxSession.Refusal
@_exported public import struct WaxSession.Request
@_exported public import struct WaxSession.Response
@_exported public import struct WaxSession.Traffic
@_exported public import struct WaxTransport.ConnectionLimits
@_exported public import struct WaxTransport.Endpoint
@_exported public import class WaxTransport.EventLoopGroup
@_exported public import enum WaxTransport.PollingMechanism
@_exported public import struct WaxTransport.SocketAddress
@_exported public import struct WaxTransport.SystemError
@_exported public import struct WaxWire.ErrorCode
