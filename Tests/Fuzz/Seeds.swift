import Glibc

/// Writes one seed of the corpus into the folder that the script names.
func writeSeed(_ name: String, _ octets: [UInt8]) {
    guard let folder = getenv("CAREOF_SEEDS"), let file = fopen(String(cString: folder) + "/" + name, "w")
    else {
        return
    }
    fwrite(octets, 1, octets.count, file)
    fclose(file)
}
