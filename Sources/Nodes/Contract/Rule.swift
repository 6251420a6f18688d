/// What made something happen: a numbered requirement, a section of a standard, or both.
public struct Rule: Hashable, Sendable, Codable {
    /// The requirement R-001…R-161, or 0 where only a section is named.
    public var requirement: UInt8
    /// The section, such as `RFC 6275 §11.8`; may be empty where the requirement says it all.
    public var section: String

    /// A rule from a requirement's number and a section. Pass literals: they cost no allocation.
    public init(_ requirement: UInt8 = 0, _ section: String = "") {
        self.requirement = requirement
        self.section = section
    }

    /// `R-046 · RFC 6275 §11.8`.
    public var text: String {
        guard requirement > 0 else { return section }
        let digits = String(requirement)
        let number = "R-" + String(repeating: "0", count: 3 - digits.utf8.count) + digits
        return section.isEmpty ? number : number + " · " + section
    }
}
