/// The rules that a usable message may break. `text` and `section` say what each demands and where that stands.
public enum WireRule: UInt8, CaseIterable, Hashable, Sendable {
    // The Mobility Header.
    /// Reserved octets or bits are zero.
    case reservedIsZero
    /// The packet ends with the Mobility Header.
    case nothingBehindHeader
    /// MH Type is assigned.
    case messageTypeIsAssigned
    /// A status is assigned.
    case statusIsAssigned
    /// A revocation trigger is assigned.
    case triggerIsAssigned
    /// B.R. Type is 1 or 2.
    case revocationTypeIsAssigned
    /// A subtype is assigned.
    case subtypeIsAssigned
    // Options and padding in general.
    /// An option ends within the message.
    case optionEndsInside
    /// An option stands at its alignment.
    case optionIsAligned
    /// PadN holds zeros.
    case paddingIsZero
    /// Padding between two options is one option.
    case paddingIsOneOption
    /// There is no more padding than alignment needs.
    case paddingIsNeeded
    /// A Length fits the option's layout.
    case optionLengthFits
    /// An option stands only in the messages it was defined for.
    case optionBelongsHere
    /// An option stands once.
    case optionStandsOnce
    // RFC 6275.
    /// A home registration asks for an acknowledgement.
    case homeRegistrationIsAcknowledged
    /// Refresh Advice is below the lifetime granted.
    case adviceIsBelowLifetime
    /// Nonce Indices come with Binding Authorization Data.
    case nonceIndicesAreAuthorized
    /// Binding Authorization Data comes with Nonce Indices.
    case authorizationNamesNonces
    /// A home registration has no Nonce Indices.
    case noNonceIndicesAtHomeAgent
    /// Binding Authorization Data is the last option.
    case authorizationDataIsLast
    /// Nothing pads behind Binding Authorization Data.
    case noPaddingBehindAuthorizationData
    /// The address of an Alternate or IPv4 Care-of Address option is a unicast routable address.
    case alternateCareOfAddressIsRoutable
    // RFC 4283, RFC 4285.
    /// The Mobile Node Identifier stands before authentication options.
    case identifierBeforeAuthentication
    /// Authentication options are the last.
    case authenticationIsLast
    /// The SPI is not a reserved one.
    case spiIsNotReserved
    // RFC 3963, RFC 5555.
    /// A prefix length fits the address family.
    case prefixLengthIsInRange
    /// The bits behind a prefix are zero.
    case bitsBehindPrefixAreZero
    /// A mobile router registers at its home agent.
    case mobileRouterAtHomeAgent
    /// Only a mobile router names prefixes.
    case prefixComesFromRouter
    /// A de-registration names no prefixes.
    case noPrefixInDeregistration
    // RFC 5648 and the draft.
    /// BID is not 0.
    case bidIsNotZero
    /// A message names each BID once.
    case bidStandsOnce
    /// A Binding Identifier option's Length is 4, 8 or 20.
    case bindingIdentifierLengthFits
    /// A care-of address is a unicast routable address.
    case careOfAddressIsRoutable
    /// A care-of address stands only in a Binding Update.
    case careOfAddressOnlyInBindingUpdate
    /// A BID Status stands only in Binding Acknowledgement and Care-of Test.
    case bidStatusOnlyInAnswers
    /// No Alternate Care-of Address beside Binding Identifiers.
    case noAlternateCareOfAddressBesideBID
    /// No IPv4 Care-of Address option beside Binding Identifiers.
    case noIPv4CareOfAddressBesideBID
    /// The IPv4 Address Acknowledgement stands before Binding Identifiers.
    case ipv4AcknowledgementBeforeBID
    /// O comes with Binding Identifiers.
    case overwriteNamesBindings
    /// H of a Binding Identifier comes with a lifetime.
    case homeBindingHasLifetime
    /// H of a Binding Identifier comes with the home address as care-of address.
    case homeBindingIsHomeAddress
    /// There is one home binding.
    case homeBindingIsOne
    /// H of a Binding Identifier is for home agents.
    case homeBindingAtHomeAgent
    /// Bulk registration is for home agents.
    case bulkOnlyAtHomeAgent
    /// A correspondent node gets IPv6 care-of addresses only.
    case correspondentGetsIPv6
    /// draft-06: C comes with an address.
    case addressFlagHasAddress
    /// draft-06: an address comes with C.
    case addressHasAddressFlag
    /// draft-06: D comes with C.
    case ipv4FlagNeedsAddressFlag
    /// draft-06: D says of which family the address is.
    case ipv4FlagFitsLength
    /// draft-06: O is the same in all options.
    case overwriteIsUniform
    /// draft-06: H returns home with lifetime 0.
    case homeFlagReturnsHome
    /// draft-06: H comes without care-of address.
    case homeFlagHasNoAddress
    /// draft-06: in a Care-of Test Init no flag is set.
    case testInitHasNoFlags
    // RFC 6089.
    /// FID is not 0.
    case flowIdentifierIsNotZero
    /// FID-PRI is not 0.
    case flowPriorityIsNotZero
    /// A flow's status stands only in a Binding Acknowledgement.
    case flowStatusOnlyInAnswers
    /// Sub-options fit into their option.
    case subOptionFits
    /// A sub-option stands once.
    case subOptionStandsOnce
    // The headers around a message.
    /// A hop limit or time to live is above zero on arrival.
    case hopLimitIsNotZero
    /// A length is not 0 where something follows.
    case payloadLengthIsNotZero
    /// A packet has less than 64 KiB.
    case packetIsNotJumbo
    /// A packet inside another fills it.
    case innerPacketFillsOuter
    /// A packet inside another ends in it.
    case innerPacketEndsInOuter
    /// Nothing follows No Next Header.
    case nothingBehindNoNextHeader
    /// Hop-by-Hop Options stand right behind the IPv6 header.
    case hopByHopStandsFirst
    /// PadN of an options header holds zeros.
    case headerPaddingIsZero
    /// Reserved fields of the headers around a message are zero.
    case headerReservedIsZero
    /// An option that must be known is known.
    case optionIsRecognized
    /// The Home Address option stands once.
    case homeAddressOptionStandsOnce
    /// The Home Address option stands behind a routing header and before fragment header, AH and ESP.
    case homeAddressOptionIsInPlace
    /// The Home Address option stands at 8n+6.
    case homeAddressOptionIsAligned
    /// A home address is a unicast routable address.
    case homeAddressIsRoutable
    /// A type 2 routing header has 24 octets.
    case routingHeaderLengthFits
    /// A type 2 routing header has one segment left.
    case oneSegmentIsLeft
    /// A type 2 routing header stands once.
    case routingHeaderStandsOnce
    /// The routing type is not the deprecated type 0.
    case routingTypeIsInUse
    /// All fragments but the last are multiples of 8 octets.
    case fragmentLengthFits
    /// AH in IPv6 is a multiple of 8 octets.
    case authenticationHeaderIsAligned
    /// The checksum of an IPv4 header is right.
    case headerChecksumFits
    /// A UDP header in IPv6 has a checksum.
    case udpChecksumIsThere
    /// The checksum of a UDP header is right.
    case udpChecksumFits
    /// The checksum of a message is right.
    case checksumFits
    /// A checksum can be verified.
    case checksumIsVerifiable
    /// All octets of a packet are there.
    case packetIsWhole
    /// The code of a discovery message is 0.
    case discoveryCodeIsZero
    /// A discovery message holds whole addresses and options.
    case discoveryLengthFits
}
