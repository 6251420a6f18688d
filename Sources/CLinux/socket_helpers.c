#define _GNU_SOURCE
#include "socket_helpers.h"

#include <arpa/inet.h>
#include <errno.h>
#include <linux/if_packet.h>
#include <string.h>
#include <unistd.h>

int careof_closing(int descriptor) {
    int saved = errno;
    close(descriptor);
    errno = saved;
    return -1;
}

void careof_enlarge(int descriptor, int octets) {
    if (setsockopt(descriptor, SOL_SOCKET, SO_RCVBUFFORCE, &octets, sizeof octets) < 0)
        setsockopt(descriptor, SOL_SOCKET, SO_RCVBUF, &octets, sizeof octets);
}

int careof_open_filtered(uint16_t protocol, struct sock_filter *filter, unsigned short length, int octets) {
    // Deaf until the filter stands, so that nothing else comes first.
    int descriptor = socket(AF_PACKET, SOCK_DGRAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (descriptor < 0) return -1;
    struct sock_fprog program = {length, filter};
    if (setsockopt(descriptor, SOL_SOCKET, SO_ATTACH_FILTER, &program, sizeof program) < 0)
        return careof_closing(descriptor);
    careof_enlarge(descriptor, octets);
    struct sockaddr_ll all = {.sll_family = AF_PACKET, .sll_protocol = htons(protocol)};
    if (bind(descriptor, (struct sockaddr *)&all, sizeof all) < 0) return careof_closing(descriptor);
    return descriptor;
}

void careof_lay_out(struct careof_batch *batch, uint8_t *octets, size_t slot, int count, const uint32_t *lengths,
                    void *names, socklen_t name_length) {
    batch->count = count < careof_batch_limit ? count : careof_batch_limit;
    if (batch->count < 0) batch->count = 0;
    memset(batch->messages, 0, sizeof batch->messages[0] * (size_t)batch->count);
    for (int i = 0; i < batch->count; i++) {
        batch->pieces[i] = (struct iovec){octets + (size_t)i * slot, lengths == NULL ? slot : lengths[i]};
        struct msghdr *header = &batch->messages[i].msg_hdr;
        header->msg_iov = &batch->pieces[i];
        header->msg_iovlen = 1;
        if (names == NULL) continue;
        header->msg_name = (uint8_t *)names + (size_t)i * name_length;
        header->msg_namelen = name_length;
    }
}
