import Grid
import Testing
import Themes

struct RoleTests {
    @Test func everyConstantHasItsNameAtItsNumber() {
        #expect(Role.plain.name == "text")
        #expect(Role.bindingRegistered.name == "binding.registered")
        #expect(Role.messageHeld.name == "message.held")
        #expect(Role.flagOverwrite.name == "flag.overwrite")
        #expect(Role.laneSixth.name == "lane.sixth")
        #expect(Role.fieldSelected.name == "field.selected")
        #expect(Role.dialogButtonSelected.name == "dialog.button.selected")
        #expect(Role.inputError.name == Role.names.last)
    }

    @Test func namesLeadBackToTheirRoles() {
        for (index, name) in Role.names.enumerated() {
            #expect(Role(name: name) == Role(rawValue: UInt16(index)))
        }
        #expect(Role(name: "binding.green") == nil)
        #expect(Role(rawValue: UInt16(Role.names.count)).name == nil)
    }

    @Test func lanesBeginAnewBehindTheSixth() {
        #expect(Role.lane(ofAccess: 0) == .laneFirst)
        #expect(Role.lane(ofAccess: 5) == .laneSixth)
        #expect(Role.lane(ofAccess: 6) == .laneFirst)
        #expect(Role.lane(ofAccess: -1) == .laneSixth)
    }
}
