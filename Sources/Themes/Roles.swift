import Grid

/// The roles that a theme gives a look to, and that the console paints with. Each has a name by meaning; a theme that
/// says nothing of a role gives it the look of the nearest shorter name it knows, and of `text` last.
extension Role {
    // The numbers are places in `Role.names`.

    /// Ordinary text, and the empty screen; the same as `plain`.
    public static let text = Role(rawValue: 0)

    // MARK: Text

    /// Text that stands back: units, what is not the point now.
    public static let textMuted = Role(rawValue: 1)
    /// Text that stands out.
    public static let textStrong = Role(rawValue: 2)
    /// A name before a value: `since`, `because`, a column's heading.
    public static let label = Role(rawValue: 3)
    /// An address.
    public static let address = Role(rawValue: 4)
    /// When something happened.
    public static let time = Role(rawValue: 5)
    /// How long after the thing before.
    public static let timeDifference = Role(rawValue: 6)
    /// A requirement's number or a section of a standard.
    public static let rule = Role(rawValue: 7)

    // MARK: Frames and bars of the console

    /// A pane's title.
    public static let title = Role(rawValue: 8)
    /// The title of the pane that keys go to.
    public static let titleFocused = Role(rawValue: 9)
    /// A pane's border.
    public static let border = Role(rawValue: 10)
    /// The border of the pane that keys go to.
    public static let borderFocused = Role(rawValue: 11)
    /// The top line.
    public static let headline = Role(rawValue: 12)
    /// The run's name in the top line.
    public static let headlineName = Role(rawValue: 13)
    /// What must not be overlooked in the top line: paused, a closed gate.
    public static let headlineWarning = Role(rawValue: 14)
    /// A key that acts now, in the bottom line, in dialogs and in help.
    public static let key = Role(rawValue: 15)
    /// What a key does.
    public static let keyLabel = Role(rawValue: 16)
    /// A key that does not act now, and what it would do.
    public static let keyDisabled = Role(rawValue: 17)
    /// The bottom line where nothing else stands.
    public static let bottom = Role(rawValue: 18)
    /// The mark that says where in a long list one is.
    public static let scroll = Role(rawValue: 19)

    // MARK: Choosing

    /// The row the cursor is on.
    public static let selection = Role(rawValue: 20)
    /// The mark of a row that was marked.
    public static let mark = Role(rawValue: 21)
    /// Text that a filter found.
    public static let match = Role(rawValue: 22)
    /// What cannot be chosen now.
    public static let disabled = Role(rawValue: 23)

    // MARK: Interfaces

    /// An interface with a link.
    public static let interfaceUp = Role(rawValue: 24)
    /// An interface without a link.
    public static let interfaceDown = Role(rawValue: 25)
    /// An interface on the home link.
    public static let interfaceHome = Role(rawValue: 26)
    /// An interface on a visited link.
    public static let interfaceVisited = Role(rawValue: 27)

    // MARK: Bindings

    /// A binding the other side has accepted.
    public static let bindingRegistered = Role(rawValue: 28)
    /// A binding whose Binding Update awaits its answer.
    public static let bindingWaiting = Role(rawValue: 29)
    /// A binding that ends soon unless it is refreshed.
    public static let bindingExpiring = Role(rawValue: 30)
    /// A binding the other side has refused.
    public static let bindingRejected = Role(rawValue: 31)
    /// The binding of an interface at home.
    public static let bindingHome = Role(rawValue: 32)
    /// A binding that ended, or whose link has gone.
    public static let bindingLost = Role(rawValue: 33)
    /// A care-of address that was never registered.
    public static let bindingUnregistered = Role(rawValue: 34)
    /// The part of a lifetime that is left.
    public static let bar = Role(rawValue: 35)
    /// The same where little is left.
    public static let barLow = Role(rawValue: 36)
    /// The part of a lifetime that has passed.
    public static let barEmpty = Role(rawValue: 37)

    // MARK: Messages

    /// A message the node sent.
    public static let messageSent = Role(rawValue: 38)
    /// A message the node received.
    public static let messageReceived = Role(rawValue: 39)
    /// An answer that grants what was asked.
    public static let messageAccepted = Role(rawValue: 40)
    /// An answer that refuses, or a message that was refused.
    public static let messageRejected = Role(rawValue: 41)
    /// A message that did not arrive.
    public static let messageLost = Role(rawValue: 42)
    /// A message on its way.
    public static let messageFlight = Role(rawValue: 43)
    /// A message that the gate holds.
    public static let messageHeld = Role(rawValue: 44)
    /// A message with octets that cannot be read.
    public static let messageMalformed = Role(rawValue: 45)
    /// A flag of a message, or of the console, that is set.
    public static let flag = Role(rawValue: 46)
    /// The O flag while it is set.
    public static let flagOverwrite = Role(rawValue: 47)
    /// A lane of the ladder that is none of those below.
    public static let lane = Role(rawValue: 48)
    /// The home agent's lane.
    public static let laneAgent = Role(rawValue: 49)
    /// A correspondent's lane.
    public static let laneCorrespondent = Role(rawValue: 50)
    /// The lane of the first access; with seven accesses the colours begin anew.
    public static let laneFirst = Role(rawValue: 51)
    /// The lane of the second access.
    public static let laneSecond = Role(rawValue: 52)
    /// The lane of the third access.
    public static let laneThird = Role(rawValue: 53)
    /// The lane of the fourth access.
    public static let laneFourth = Role(rawValue: 54)
    /// The lane of the fifth access.
    public static let laneFifth = Role(rawValue: 55)
    /// The lane of the sixth access.
    public static let laneSixth = Role(rawValue: 56)
    /// The name of a message's field.
    public static let field = Role(rawValue: 57)
    /// The value of a field.
    public static let fieldValue = Role(rawValue: 58)
    /// What a value means.
    public static let fieldMeaning = Role(rawValue: 59)
    /// A field that differs from the message before of its kind.
    public static let fieldChanged = Role(rawValue: 60)
    /// The chosen field in the tree of fields.
    public static let fieldSelected = Role(rawValue: 61)
    /// Octets.
    public static let hex = Role(rawValue: 62)
    /// The offset before a line of octets.
    public static let hexOffset = Role(rawValue: 63)
    /// The octets of the chosen field.
    public static let hexSelected = Role(rawValue: 64)

    // MARK: How things are

    /// As it should be.
    public static let statusGood = Role(rawValue: 65)
    /// Something to look at.
    public static let statusWarning = Role(rawValue: 66)
    /// Something is wrong.
    public static let statusBad = Role(rawValue: 67)
    /// Nobody knows: a probe without an answer.
    public static let statusUnknown = Role(rawValue: 68)
    /// What is wrong with a message, where it breaks a rule.
    public static let problem = Role(rawValue: 69)
    /// What is odd about a message.
    public static let problemWarning = Role(rawValue: 70)
    /// A fault a person made: a pulled cable, loss, a reboot.
    public static let fault = Role(rawValue: 71)
    /// An error in the log.
    public static let logError = Role(rawValue: 72)
    /// A warning in the log.
    public static let logWarning = Role(rawValue: 73)
    /// A thing worth notice in the log.
    public static let logNotice = Role(rawValue: 74)
    /// An ordinary line of the log.
    public static let logInfo = Role(rawValue: 75)
    /// A detail in the log.
    public static let logDebug = Role(rawValue: 76)

    // MARK: Dialogs, menus and the command line

    /// Text of a dialog.
    public static let dialog = Role(rawValue: 77)
    /// A dialog's border.
    public static let dialogBorder = Role(rawValue: 78)
    /// A dialog's title.
    public static let dialogTitle = Role(rawValue: 79)
    /// A name before a value in a dialog: `Sends`, `Effect`.
    public static let dialogLabel = Role(rawValue: 80)
    /// A button, or an entry of a menu.
    public static let dialogButton = Role(rawValue: 81)
    /// The button or entry that Enter chooses.
    public static let dialogButtonSelected = Role(rawValue: 82)
    /// What a dialog says will be lost.
    public static let dialogWarning = Role(rawValue: 83)
    /// The command line.
    public static let input = Role(rawValue: 84)
    /// The sign before the command line.
    public static let inputPrompt = Role(rawValue: 85)
    /// What could be typed next.
    public static let inputCompletion = Role(rawValue: 86)
    /// What is wrong with what was typed.
    public static let inputError = Role(rawValue: 87)
}

extension Role {
    /// The names in the order of the numbers, as themes write them.
    public static let names = [
        "text", "text.muted", "text.strong", "label", "address", "time", "time.difference", "rule", "title",
        "title.focused", "border", "border.focused", "headline", "headline.name", "headline.warning", "key",
        "key.label", "key.disabled", "bottom", "scroll", "selection", "mark", "match", "disabled",
        "interface.up", "interface.down", "interface.home", "interface.visited", "binding.registered",
        "binding.waiting", "binding.expiring", "binding.rejected", "binding.home", "binding.lost",
        "binding.unregistered", "bar", "bar.low", "bar.empty", "message.sent", "message.received",
        "message.accepted", "message.rejected", "message.lost", "message.flight", "message.held",
        "message.malformed", "flag", "flag.overwrite", "lane", "lane.agent", "lane.correspondent",
        "lane.first", "lane.second", "lane.third", "lane.fourth", "lane.fifth", "lane.sixth", "field",
        "field.value", "field.meaning", "field.changed", "field.selected", "hex", "hex.offset",
        "hex.selected", "status.good", "status.warning", "status.bad", "status.unknown", "problem",
        "problem.warning", "fault", "log.error", "log.warning", "log.notice", "log.info", "log.debug",
        "dialog", "dialog.border", "dialog.title", "dialog.label", "dialog.button",
        "dialog.button.selected", "dialog.warning", "input", "input.prompt", "input.completion",
        "input.error",
    ]

    /// The name of this role in themes; nil for a number that is none of the roles.
    public var name: String? {
        let index = Int(rawValue)
        return index < Role.names.count ? Role.names[index] : nil
    }

    /// The role with a name.
    public init?(name: String) {
        guard let index = Role.names.firstIndex(of: name) else { return nil }
        self.init(rawValue: UInt16(index))
    }

    /// The lane of an access by its place among them, from 0.
    public static func lane(ofAccess index: Int) -> Role {
        let lanes = 6
        return Role(rawValue: Role.laneFirst.rawValue + UInt16((index % lanes + lanes) % lanes))
    }
}
