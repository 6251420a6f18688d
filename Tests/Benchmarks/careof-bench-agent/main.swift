// A home agent with a million bindings: 250,000 nodes with four BIDs each.
//
//   careof-bench-agent                 measures, and fails where a figure misses its bound

import Glibc

do {
    try measureAgent()
} catch {
    print("missed: \(error)")
    exit(1)
}
