/// The type of a DER value: class, number, and whether it is made of other values (X.690 section 8.1.2).
public struct DERTag: Hashable, Sendable {
    /// Who defines the number.
    public enum Class: UInt8, Hashable, Sendable {
        /// ASN.1 itself.
        case universal = 0
        /// An application; no longer in use.
        case application = 1
        /// The surrounding type.
        case contextSpecific = 2
        /// An organisation.
        case `private` = 3
    }

    /// Who defines the number.
    public let tagClass: Class

    /// The number, below 2^28.
    public let number: UInt32

    /// True if the contents are values themselves.
    public let isConstructed: Bool

    /// Makes a tag.
    ///
    /// - Precondition: The number is below 2^28, and not 0 in the universal class.
    public init(_ tagClass: Class, _ number: UInt32, isConstructed: Bool) {
        precondition(number < 1 << 28, "a tag number above 2^28 is not supported")
        precondition(tagClass != .universal || number != 0, "the universal tag 0 is reserved")
        self.tagClass = tagClass
        self.number = number
        self.isConstructed = isConstructed
    }

    /// BOOLEAN.
    public static var boolean: DERTag { DERTag(.universal, 1, isConstructed: false) }
    /// INTEGER.
    public static var integer: DERTag { DERTag(.universal, 2, isConstructed: false) }
    /// BIT STRING.
    public static var bitString: DERTag { DERTag(.universal, 3, isConstructed: false) }
    /// OCTET STRING.
    public static var octetString: DERTag { DERTag(.universal, 4, isConstructed: false) }
    /// NULL.
    public static var null: DERTag { DERTag(.universal, 5, isConstructed: false) }
    /// OBJECT IDENTIFIER.
    public static var objectIdentifier: DERTag { DERTag(.universal, 6, isConstructed: false) }
    /// UTF8String.
    public static var utf8String: DERTag { DERTag(.universal, 12, isConstructed: false) }
    /// SEQUENCE and SEQUENCE OF.
    public static var sequence: DERTag { DERTag(.universal, 16, isConstructed: true) }
    /// SET and SET OF.
    public static var set: DERTag { DERTag(.universal, 17, isConstructed: true) }

    /// A tag like `[0]` of the surrounding type: constructed where the tagging is explicit or the type is.
    public static func context(_ number: UInt32, isConstructed: Bool) -> DERTag {
        DERTag(.contextSpecific, number, isConstructed: isConstructed)
    }
}
