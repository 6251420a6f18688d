// Sockets of Mobile IPv6 over IPv4 (RFC 5555). Each returns -1 with errno set on failure.
#ifndef CAREOF_IPV4_SOCKET_H
#define CAREOF_IPV4_SOCKET_H

#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

/// The port of home agents (RFC 5555 4.1).
enum { careof_dual_stack_port = 4191 };

/// A socket that gets all IPv4 packets of all interfaces, from the IPv4 header on, in which a filter in the kernel finds
/// signalling: Mobility Headers, what may carry them and discovery, in IPv6 in IPv4 or in UDP of the port above; and the
/// answers to probes of paths.
int careof_open_ipv4_receiver(void);

/// A socket that sends whole IPv4 packets (IPPROTO_RAW).
int careof_open_ipv4_sender(void);

/// Sends a whole IPv4 packet.
ssize_t careof_send_ipv4(int descriptor, const void *octets, size_t count, const uint8_t destination[4]);

/// A socket that takes what nobody else does, and throws it away: as long as it is open the kernel answers no datagram
/// to this UDP port with Port Unreachable. Port 0: no packet of protocol 41 with Protocol Unreachable.
int careof_open_ipv4_sink(uint16_t port);

/// A socket of one end of a tunnel in IPv4, not blocking: of UDP where `local_port` is not 0, else raw of `protocol`;
/// the kernel writes the outer headers. It is bound to `local`, connected to `remote`, and bound to `device`, the last
/// two where they are not NULL.
int careof_open_ipv4_tunnel_socket(uint8_t protocol, const uint8_t local[4], uint16_t local_port,
                                   const uint8_t *remote, uint16_t remote_port, const char *device);

/// Like `careof_receive_batch`, of a socket of IPv4. With `has_header` the socket is a raw one: its IPv4 header lands in
/// the room before each place, of which there have to be 20 octets, so that what is inside begins at the place.
/// `sources` are IPv4-mapped addresses.
int careof_receive_ipv4_batch(int descriptor, uint8_t *octets, size_t slot, int count, int has_header,
                              uint32_t *lengths, uint8_t *sources);

/// Like `careof_send_batch`, by a socket of IPv4: each destination is the last four octets of its sixteen, the port its
/// seventh and eighth.
int careof_send_ipv4_batch(int descriptor, const uint8_t *octets, size_t slot, int count, const uint32_t *lengths,
                           const uint8_t *destinations);

#endif
