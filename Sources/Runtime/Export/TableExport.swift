internal import MobilityWire
internal import Nodes

/// The bindings of a run as a table: those of the node, as it or somebody who watches it knows them, and those of each
/// cache that can be seen.
public enum TableExport {
    private struct Row {
        var table: String
        var holder: String
        var homeAddress: String
        var bid: UInt16?
        var careOfAddress: String?
        var state: String
        var granted: Int?
        var remaining: Interval?
        var sequence: UInt16?
        var isInferred: Bool
        var gaps: [String]
    }

    private static let limit = 1 << 20

    private static func rows(of run: some Run) -> [Row] {
        let headline = run.headline
        let isInferred = headline.kind == .capture
        let home = headline.homeAddress.map(\.description) ?? ""
        var rows = run.bindings(0..<limit).rows.map { row in
            Row(
                table: "node", holder: row.peer.description, homeAddress: home, bid: row.bid,
                careOfAddress: row.careOfAddress.map { "\($0)" }, state: row.state.rawValue,
                granted: row.grantedLifetime, remaining: row.remaining, sequence: row.sequenceAcknowledged,
                isInferred: isInferred, gaps: row.gaps)
        }
        for holder in run.caches() {
            let address = run.parties[party: holder.party]?.address?.description ?? holder.name
            rows += run.cache(holder.party, 0..<limit, order: .homeAddress).rows.map { row in
                Row(
                    table: "cache", holder: address, homeAddress: row.homeAddress.description, bid: row.bid,
                    careOfAddress: row.careOfAddress.map { "\($0)" }, state: row.home ? "home" : "bound",
                    granted: row.grantedLifetime, remaining: row.remaining, sequence: row.sequence,
                    isInferred: holder.isInferred, gaps: row.gaps)
            }
        }
        return rows
    }

    /// Lines of RFC 4180, the names of the columns first.
    public static func csv(of run: some Run) -> String {
        var lines = [
            "table,holder,home_address,bid,care_of_address,state,granted_seconds,remaining_seconds,sequence,inferred,not_seen"
        ]
        for row in rows(of: run) {
            let cells = [
                row.table, row.holder, row.homeAddress, row.bid.map(String.init) ?? "",
                row.careOfAddress ?? "",
                row.state, row.granted.map(String.init) ?? "", row.remaining.map(seconds) ?? "",
                row.sequence.map(String.init) ?? "", row.isInferred ? "yes" : "no",
                row.gaps.joined(separator: "; "),
            ]
            lines.append(cells.map(quoted).joined(separator: ","))
        }
        return lines.map { $0 + "\r\n" }.joined()
    }

    /// An array of objects, one a line.
    public static func json(of run: some Run) -> String {
        let objects = rows(of: run).map { row in
            var line = JSONLine()
            line.add("table", row.table)
            line.add("holder", row.holder)
            line.add("home_address", row.homeAddress)
            line.add("bid", row.bid)
            line.add("care_of_address", row.careOfAddress)
            line.add("state", row.state)
            if let granted = row.granted { line.add("granted_seconds", granted) }
            if let remaining = row.remaining { line.add("remaining_seconds", Int(remaining.wholeSeconds)) }
            if let sequence = row.sequence { line.add("sequence", Int(sequence)) }
            line.add("inferred", row.isInferred)
            line.add("not_seen", row.gaps)
            return "  " + line.text
        }
        return objects.isEmpty ? "[]\n" : "[\n" + objects.joined(separator: ",\n") + "\n]\n"
    }

    private static func seconds(_ interval: Interval) -> String { String(interval.wholeSeconds) }

    private static func quoted(_ cell: String) -> String {
        guard cell.contains(where: { $0 == "," || $0 == "\"" || $0.isNewline }) else { return cell }
        return "\"" + cell.replacing("\"", with: "\"\"") + "\""
    }
}
