import Foundation
import Runtime
import Testing

/// What the texts say of each requirement, as "why" shows it.
struct RequirementTextTests {
    private static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    /// The numbers in `Rule(54, …)` of all of the program.
    private static let numbersInCode: Set<UInt8> = {
        var numbers = Set<UInt8>()
        let files = FileManager.default.enumerator(
            at: root.appending(path: "Sources"), includingPropertiesForKeys: nil)
        while let file = files?.nextObject() as? URL {
            guard file.pathExtension == "swift", let text = try? String(contentsOf: file, encoding: .utf8)
            else { continue }
            for part in text.split(separator: "Rule(").dropFirst() {
                if let number = UInt8(part.prefix { $0.isNumber }), number > 0 { numbers.insert(number) }
            }
        }
        return numbers
    }()

    @Test func everyRequirementIsThereOnceInItsPlace() {
        #expect(RequirementText.all.map(\.number) == Array(1...161))
        for text in RequirementText.all {
            #expect(RequirementText.numbered(text.number) == text)
            #expect(text.name.count == 5 && text.name.hasPrefix("R-"))
        }
        #expect(RequirementText.numbered(0) == nil)
        #expect(RequirementText.numbered(162) == nil)
        #expect(RequirementText.numbered(255) == nil)
    }

    @Test func everyRuleInTheCodeHasWords() {
        #expect(Self.numbersInCode.count > 60, "the rules of the program were found")
        for number in Self.numbersInCode.sorted() {
            #expect(RequirementText.numbered(number) != nil, "R-\(number)")
        }
    }

    @Test("Each text is a short sentence, and nothing in it is left open", arguments: RequirementText.all)
    func words(_ text: RequirementText) {
        #expect(text.section.hasPrefix("§") && !text.binds.isEmpty)
        for voice in text.voices {
            #expect(voice.words.hasSuffix(".") || voice.words.hasSuffix("?"), "\(voice)")
            #expect(voice.words.count < 180 && !voice.words.contains("  ") && !voice.words.contains("TODO"))
        }
        #expect(text.voices.first?.text == "draft \(text.section)")
        #expect(text.voices.last?.text == "RFC 5648")
        #expect((text.review == nil) == (text.voices.count == 2))
    }

    @Test("Review items 1 to 3 are told where they decided something")
    func theReview() {
        for number: UInt8 in [22, 53, 54, 55, 56, 57] {
            #expect(RequirementText.numbered(number)?.review?.hasPrefix("Item 1") == true, "R-\(number)")
        }
        #expect(RequirementText.numbered(32)?.review?.hasPrefix("Item 2") == true)
        #expect(RequirementText.numbered(65)?.review?.hasPrefix("Item 3") == true)
    }
}
