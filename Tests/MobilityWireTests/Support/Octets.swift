import MobilityWireTestSupport

/// Octets written as hexadecimal digits; spaces and line ends do not count.
func octets(_ text: String) -> [UInt8] { Vector.octets(of: text) }
