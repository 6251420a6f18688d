/// The state of a binding at one peer (table of the per-BID states after RFC 6275 §11.7, RFC 5648 §5).
///
/// ```
///                 care-of address usable, a Binding Update is due
///        ┌──────┐ ───────────────────────────────────────────────► ┌─────────┐ ◄─┐ time-out: again, new number
///        │ idle │ ──► testing (correspondent: return routability)─►│ waiting │ ──┘
///        └──────┘                                                  └─────────┘
///          ▲  ▲ ▲                              accepted  │  ▲  │ refused
///          │  │ └───────────┐              ┌─────────────┘  │  └───────────┐
///          │  │ lifetime    │              ▼                │              ▼
///          │  │ over    ┌───────┐  due ┌────────────┐       │ again   ┌────────┐
///          │  └──────── │ bound │ ───► │ refreshing │       └──────── │ failed │
///          │            └───────┘ ◄─── └────────────┘ ──────────────► └────────┘
///          │                │  accepted     │           refused           │
///          │ gone           │ care-of address lost, command               │
///          │            ┌──────────┐ ◄──────┴─────────────────────────────┘
///          └─────────── │ deleting │
///                       └──────────┘
/// ```
public enum BindingState: String, CaseIterable, Hashable, Sendable, Codable {
    /// Nothing at the peer. To: testing, waiting.
    case idle = "unregistered"
    /// Return routability runs before a Binding Update may leave. To: waiting, refreshing, idle, failed.
    case testing
    /// A first Binding Update is out, or none may leave yet. To: bound, failed, deleting, testing, idle.
    case waiting = "registering"
    /// The peer accepted it and its lifetime runs. To: refreshing, testing, waiting, deleting, failed, idle.
    case bound = "registered"
    /// Bound, and another Binding Update is out. To: bound, testing, waiting, failed, deleting, idle.
    case refreshing
    /// A Binding Update with lifetime 0 is out, or waits for a way out. Wanted again before the answer came, it is
    /// refreshed where the peer may still have it. To: idle, waiting, refreshing, testing, bound, failed.
    case deleting = "deregistering"
    /// The peer refused. To: waiting, refreshing, testing, deleting, idle.
    case failed = "refused"

    /// Whether a binding may go from this state to another.
    func allows(_ next: BindingState) -> Bool {
        switch self {
        case .idle: next == .testing || next == .waiting
        case .testing: next == .waiting || next == .refreshing || next == .idle || next == .failed
        case .waiting:
            next == .bound || next == .failed || next == .deleting || next == .testing || next == .idle
        case .bound: next != .bound
        case .refreshing: next != .refreshing
        case .deleting: next != .deleting
        case .failed:
            next == .waiting || next == .refreshing || next == .testing || next == .deleting || next == .idle
        }
    }
}
