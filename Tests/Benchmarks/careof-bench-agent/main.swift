// A home agent with a million bindings: 250,000 nodes with four BIDs each.
//
//   careof-bench-agent                 measures, and fails where a figure misses its bound

import Glibc

do {
    exit(try measureAgent() ? 0 : 1)
} catch {
    print("cannot be measured: \(error)")
    exit(2)
}
