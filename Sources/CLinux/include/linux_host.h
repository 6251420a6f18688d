// What Linux offers by macros, ioctls and control messages, as functions. Each returns -1 with errno set on failure.
#ifndef CAREOF_LINUX_HOST_H
#define CAREOF_LINUX_HOST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

/// Opens a TUN device of this name without packet information, not blocking; it goes when the descriptor is closed.
/// `name` holds at most 15 octets and a zero.
int careof_open_tun(const char *name);

/// A socket that gets all IPv6 packets of all interfaces, from the IPv6 header on, as far as a filter in the kernel
/// takes them for signalling: Mobility Headers, what may carry them, ICMPv6 errors and discovery.
int careof_open_packet_receiver(void);

/// At most this many packets are moved at once.
enum { careof_batch_limit = 64 };

/// Where a packet came in, and how long it is.
struct careof_arrival {
    uint32_t interface;
    uint32_t length;
    uint8_t packet_type; // PACKET_HOST, PACKET_OUTGOING, ...
    uint8_t link_layer_length;
    uint8_t link_layer_address[8];
};

/// Reads up to `count` packets from the receiver, each into `slot` octets of `octets`; one that is longer is cut off.
/// Returns how many there were.
int careof_receive_packets(int descriptor, uint8_t *octets, size_t slot, int count, struct careof_arrival *arrivals);

/// How many packets a socket had no room for since it was opened; 0 where the kernel does not say.
uint32_t careof_lost_packets(int descriptor);

/// A socket that sends whole IPv6 packets (IPPROTO_RAW).
int careof_open_packet_sender(void);

/// Binds a socket to an interface; 0: to none. The device of the socket, and not only of the packet, keeps the search for
/// a route to that device.
int careof_bind_interface(int descriptor, uint32_t interface);

/// Sends a whole IPv6 packet; `interface` 0 leaves the choice to routing, else the packet leaves there.
ssize_t careof_send_packet(int descriptor, const void *octets, size_t count, const uint8_t destination[16],
                           uint32_t interface);

/// A packet socket that sends frames with an IPv6 packet inside.
int careof_open_frame_sender(void);

/// Sends an IPv6 packet in a frame to this link-layer address.
ssize_t careof_send_frame(int descriptor, const void *octets, size_t count, uint32_t interface,
                          const uint8_t *link_layer_address, uint8_t length);

/// A raw socket for IPv6 in IPv6 (protocol 41), not blocking; the kernel writes the outer header. `local` is bound to,
/// `remote` connected to, `device` bound to, each where it is not NULL.
int careof_open_tunnel_socket(const uint8_t local[16], const uint8_t *remote, const char *device);

/// Receives up to `count` packets, each into `slot` octets of `octets`; `lengths` and `sources` (16 octets each) tell
/// of them. Returns how many came.
int careof_receive_batch(int descriptor, uint8_t *octets, size_t slot, int count, uint32_t *lengths,
                         uint8_t *sources);

/// Sends `count` packets, the i-th `lengths[i]` octets at `octets + i * slot`, to the 16 octets at
/// `destinations + 16 * i`, or to where the socket is connected when `destinations` is NULL. Returns how many left.
int careof_send_batch(int descriptor, const uint8_t *octets, size_t slot, int count, const uint32_t *lengths,
                      const uint8_t *destinations);

/// Whether this process may administer networks and open raw sockets (CAP_NET_ADMIN, CAP_NET_RAW).
bool careof_has_network_capabilities(void);

/// Gives up every capability but those two, for good.
int careof_keep_network_capabilities(void);

/// Blocks SIGINT, SIGTERM, SIGHUP and SIGPIPE and returns a descriptor that tells of the first three.
int careof_open_signals(void);

/// The next signal, or 0.
int careof_next_signal(int descriptor);

/// Nanoseconds since boot, sleep included.
int64_t careof_boot_time(void);

/// Seconds since 1970.
int64_t careof_wall_clock(void);

/// A descriptor that is ready for reading from `raise` to `clear`.
int careof_open_event(void);
void careof_raise_event(int descriptor);
void careof_clear_event(int descriptor);

/// An exclusive lock on an open file, without waiting.
int careof_lock(int descriptor);

/// Waits for input at any of the descriptors, at most so many nanoseconds (negative: for ever). `ready[i]` tells
/// whether the i-th has something.
int careof_wait(const int *descriptors, bool *ready, int count, int64_t nanoseconds);

/// Whether a descriptor takes PIPE_BUF octets now, or has an error to tell.
bool careof_can_write(int descriptor);

/// The machine has an anycast address on an interface as long as the socket that is returned is open.
int careof_join_anycast(const uint8_t address[16], uint32_t interface);

/// A TUN device whose packets have a virtio_net_hdr of ten octets before them, and may be large TCP segments with their
/// checksums left out, in both directions.
int careof_open_offload_tun(const char *name);

#endif
