// What the sockets of both families have in common. Not for Swift: it stands beside the include folder.
#ifndef CAREOF_SOCKET_HELPERS_H
#define CAREOF_SOCKET_HELPERS_H

#include "linux_host.h"

#include <linux/filter.h>
#include <sys/socket.h>
#include <sys/uio.h>

/// Closes a descriptor whose setting up failed; -1, errno as it was.
int careof_closing(int descriptor);

/// Gives a socket room for so many octets that wait; without CAP_NET_ADMIN as many as anybody gets.
void careof_enlarge(int descriptor, int octets);

/// A packet socket of all interfaces, from the header of this protocol (ETH_P_…) on, as far as a filter in the kernel
/// lets packets by.
int careof_open_filtered(uint16_t protocol, struct sock_filter *filter, unsigned short length, int octets);

/// Packets that are moved at once.
struct careof_batch {
    struct mmsghdr messages[careof_batch_limit];
    struct iovec pieces[careof_batch_limit];
    int count;
};

/// Lays out a batch: the i-th packet at `octets + i * slot`, `lengths[i]` octets, or `slot` where `lengths` is NULL; its
/// address at `names + i * name_length`, or none where `names` is NULL.
void careof_lay_out(struct careof_batch *batch, uint8_t *octets, size_t slot, int count, const uint32_t *lengths,
                    void *names, socklen_t name_length);

#endif
