// A home agent with a million bindings: 250,000 nodes with four BIDs each.
//
//   careof-bench-agent                     measures, and fails where a figure misses its bound
//   careof-bench-agent cache-view          what a frame of its Binding cache costs
//   careof-bench-agent tunnel DEVICE LOCAL REMOTE
//                                          a plain loop between a TUN device and a raw socket, to compare with
//   careof-bench-agent wire NODES SECONDS  mobile nodes on the wire for an agent in another process
//   careof-bench-agent flood NODES SECONDS forged Binding Updates for that agent

import Glibc

do {
    let words = CommandLine.arguments
    if words.count == 4, words[1] == "wire", let nodes = Int(words[2]), let seconds = Int(words[3]) {
        var wire = try WireNodes(count: nodes)
        exit(try wire.measure(seconds: seconds) ? 0 : 1)
    }
    if words.count == 4, words[1] == "flood", let nodes = Int(words[2]), let seconds = Int(words[3]) {
        let (rate, unsent) = try Flood(nodes: nodes).run(seconds: seconds)
        print("     flood: \(Int(rate)) forged Binding Updates a second, \(unsent) that could not be sent")
        exit(0)
    }
    if words.count == 2, words[1] == "cache-view" { exit(try measureCacheView() ? 0 : 1) }
    if words.count == 5, words[1] == "tunnel" { try runPlainTunnel(words[2], words[3], words[4]) }
    exit(try measureAgent() ? 0 : 1)
} catch {
    print("cannot be measured: \(error)")
    exit(2)
}
