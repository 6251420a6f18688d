import MobilityWire

/// Why a key could not be used. The key itself is in no text.
public enum KeyFileProblem: Error, CustomStringConvertible {
    /// It cannot be read.
    case unreadable(KernelError)
    /// Others than its owner may read it.
    case permissions(path: String, UInt32)
    /// Nothing is in it, or too much.
    case size(path: String)

    /// In words.
    public var description: String {
        switch self {
        case .unreadable(let error): "\(error)"
        case .permissions(let path, let bits):
            "\(path): permissions are 0\(String(bits, radix: 8)), accepted: 0600, as by chmod 600 \(path)"
        case .size(let path): "\(path): a key has 1 to 1024 octets"
        }
    }
}

/// Keys in files.
enum KeyFile {
    /// The key of a file that only its owner may read: hexadecimal digits behind `0x`, else the octets of its first line.
    ///
    /// - Parameter folder: what relative paths start from, the folder of the configuration.
    static func read(_ path: String, folder: String) throws(KeyFileProblem) -> SecretKey {
        let path = path.hasPrefix("/") ? path : folder + "/" + path
        let bits: UInt32
        let octets: [UInt8]
        do throws(KernelError) {
            bits = try SmallFile.permissions(of: path)
            octets = try SmallFile.read(path)
        } catch {
            throw .unreadable(error)
        }
        guard bits & 0o077 == 0 else { throw .permissions(path: path, bits) }
        let line = Array(octets.prefix { $0 != UInt8(ascii: "\n") })
        let key = hexadecimal(line) ?? line
        guard (1...1024).contains(key.count) else { throw .size(path: path) }
        return SecretKey(key)
    }

    private static func hexadecimal(_ line: [UInt8]) -> [UInt8]? {
        guard line.starts(with: Array("0x".utf8)), line.count % 2 == 0 else { return nil }
        var octets: [UInt8] = []
        var index = 2
        while index + 1 < line.count {
            let digits = String(decoding: line[index...index + 1], as: UTF8.self)
            guard let octet = UInt8(digits, radix: 16) else { return nil }
            octets.append(octet)
            index += 2
        }
        return octets
    }
}
