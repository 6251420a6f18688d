// Raw sockets of the Mobility Header, on kernels that know Mobile IPv6. Each returns -1 with errno set on failure.
#ifndef CAREOF_MOBILITY_SOCKET_H
#define CAREOF_MOBILITY_SOCKET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

/// Whether the kernel knows Home Address options and type 2 routing headers (CONFIG_IPV6_MIP6).
bool careof_knows_mobility(void);

/// A raw socket of the Mobility Header, not blocking, that leaves checksums alone and tells of the extension headers
/// that came before. Packets whose Home Address option or type 2 routing header was taken off by a wildcard state of
/// the kernel pass its policy; the policy goes with the socket.
int careof_open_mobility_receiver(void);

/// At most so many octets of extension headers are told of.
enum { careof_extension_room = 512 };

/// How a Mobility Header came in.
struct careof_mobility_arrival {
    uint32_t interface;
    uint8_t hop_limit;
    /// Octets of `headers` that are used.
    uint16_t headers_length;
    /// As they stand in the packet now, the routing of the kernel done.
    uint8_t source[16];
    uint8_t destination[16];
};

/// Reads one Mobility Header; 0 octets where there is none. `headers` (`careof_extension_room` octets) gets the
/// extension headers before it in their order, each behind an octet with its number.
ssize_t careof_receive_mobility(int descriptor, void *octets, size_t capacity,
                                struct careof_mobility_arrival *arrival, uint8_t *headers);

/// A descriptor that is ready for reading where one of two is.
int careof_open_either(int one, int other);

#endif
