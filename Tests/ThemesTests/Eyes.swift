import Foundation
import Grid

/// Eyes that see colours as most do, or lack one kind of cone (Machado, Oliveira and Fernandes 2009, severity 1).
enum Eyes {
    case typical, protanope, deuteranope, tritanope

    /// What linear red, green and blue become.
    private var matrix: [[Double]] {
        switch self {
        case .typical: [[1, 0, 0], [0, 1, 0], [0, 0, 1]]
        case .protanope:
            [
                [0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216],
                [-0.003882, -0.048116, 1.051998],
            ]
        case .deuteranope:
            [
                [0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413],
                [-0.011820, 0.042940, 0.968881],
            ]
        case .tritanope:
            [
                [1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602],
                [0.004733, 0.691367, 0.303900],
            ]
        }
    }

    /// How far apart two colours look: CIE 1976 ΔE; 0 where the terminal decides how one of them looks.
    func difference(_ first: Colour, _ second: Colour) -> Double {
        guard case .rgb(let first) = first, case .rgb(let second) = second else { return 0 }
        let left = lab(first)
        let right = lab(second)
        return zip(left, right).map { ($0 - $1) * ($0 - $1) }.reduce(0, +).squareRoot()
    }

    /// CIE L*a*b* under D65 of a colour as these eyes see it.
    private func lab(_ value: UInt32) -> [Double] {
        let light = [16, 8, 0].map { shift in
            let part = Double(value >> UInt32(shift) & 0xff) / 255
            return part <= 0.04045 ? part / 12.92 : pow((part + 0.055) / 1.055, 2.4)
        }
        let seen = matrix.map { row in min(1, max(0, zip(row, light).map { $0 * $1 }.reduce(0, +))) }
        func shade(_ value: Double) -> Double {
            value > 0.008856 ? pow(value, 1.0 / 3) : 7.787 * value + 16.0 / 116
        }
        let x = shade((0.4124 * seen[0] + 0.3576 * seen[1] + 0.1805 * seen[2]) / 0.95047)
        let y = shade(0.2126 * seen[0] + 0.7152 * seen[1] + 0.0722 * seen[2])
        let z = shade((0.0193 * seen[0] + 0.1192 * seen[1] + 0.9505 * seen[2]) / 1.08883)
        return [116 * y - 16, 500 * (x - y), 200 * (y - z)]
    }
}
