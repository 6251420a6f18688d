/// The protocol constants of RFC 6275 §12 and §13 (values of RFC 3775 where the same), RFC 5555 and RFC 5846.
public enum ProtocolConstants {
    /// INITIAL_BINDACK_TIMEOUT.
    public static let initialBindingAcknowledgementTimeout = Interval.seconds(1)
    /// InitialBindackTimeoutFirstReg: an agent runs duplicate address detection before its first answer.
    public static let firstRegistrationTimeout = Interval.milliseconds(1500)
    /// MAX_BINDACK_TIMEOUT.
    public static let maximumBindingAcknowledgementTimeout = Interval.seconds(32)
    /// MAX_UPDATE_RATE: messages of one type to one node in one second.
    public static let maximumUpdateRate = 3
    /// DHAAD_RETRIES.
    public static let homeAgentDiscoveryRetries = 4
    /// INITIAL_DHAAD_TIMEOUT.
    public static let initialHomeAgentDiscoveryTimeout = Interval.seconds(3)
    /// INITIAL_SOLICIT_TIMER.
    public static let initialSolicitationTimer = Interval.seconds(3)
    /// MAX_NONCE_LIFETIME.
    public static let maximumNonceLifetime = Interval.seconds(240)
    /// A new nonce every 30 seconds (RFC 6275 §5.2.2).
    public static let nonceInterval = Interval.seconds(30)
    /// MAX_TOKEN_LIFETIME.
    public static let maximumTokenLifetime = Interval.seconds(210)
    /// MAX_RR_BINDING_LIFETIME.
    public static let maximumRouteOptimisedLifetime = Interval.seconds(420)
    /// MAX_DELETE_BCE_TIMEOUT: how long an agent remembers a removed binding to repeat its answer.
    public static let maximumDeletedBindingTimeout = Interval.seconds(10)
    /// MAX_RO_FAILURE.
    public static let maximumRouteOptimisationFailures = 3
    /// NATKATIMEOUT (RFC 5555 §7).
    public static let natKeepAliveTimeout = Interval.seconds(110)
    /// BRIMaxRetries (RFC 5846 §11).
    public static let revocationRetries = 1
    /// InitMINDelayBRIs (RFC 5846 §11).
    public static let minimumRevocationDelay = Interval.seconds(1)
    /// MAX_BRACK_TIMEOUT (RFC 5846 §11).
    public static let maximumRevocationTimeout = Interval.seconds(2)
    /// The UDP port of RFC 5555.
    public static let dualStackPort: UInt16 = 4191
}
