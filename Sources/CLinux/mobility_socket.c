#define _GNU_SOURCE
#include "mobility_socket.h"
#include "socket_helpers.h"

#include <errno.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <linux/xfrm.h>

enum { mobility_header = 135 };

static int switch_on(int descriptor, int option) {
    int on = 1;
    return setsockopt(descriptor, IPPROTO_IPV6, option, &on, sizeof on);
}

bool careof_knows_mobility(void) {
    int descriptor = socket(AF_INET6, SOCK_RAW | SOCK_CLOEXEC, mobility_header);
    if (descriptor < 0) return false;
    // A type 2 routing header (RFC 6275 6.4.1) is refused where the kernel does not know it.
    uint8_t header[24] = {[1] = 2, [2] = 2, [3] = 1, [8] = 0x20, [9] = 0x01, [10] = 0x0d, [11] = 0xb8, [23] = 1};
    bool known = setsockopt(descriptor, IPPROTO_IPV6, IPV6_RTHDR, header, sizeof header) == 0;
    close(descriptor);
    return known;
}

// What a state of the kernel took off, a policy has to let pass: both kinds, each or none, in the order of the wire,
// which the kernel reads from behind.
static int let_pass(int descriptor) {
    struct {
        struct xfrm_userpolicy_info policy;
        struct xfrm_user_tmpl taken_off[2];
    } both;
    memset(&both, 0, sizeof both);
    both.policy.sel.family = AF_INET6;
    both.policy.lft.soft_byte_limit = both.policy.lft.hard_byte_limit = XFRM_INF;
    both.policy.lft.soft_packet_limit = both.policy.lft.hard_packet_limit = XFRM_INF;
    both.policy.dir = XFRM_POLICY_IN;
    both.policy.action = XFRM_POLICY_ALLOW;
    both.policy.share = XFRM_SHARE_ANY;
    for (int i = 0; i < 2; i++) {
        both.taken_off[i].family = AF_INET6;
        both.taken_off[i].id.proto = i == 0 ? IPPROTO_DSTOPTS : IPPROTO_ROUTING;
        both.taken_off[i].mode = XFRM_MODE_ROUTEOPTIMIZATION;
        both.taken_off[i].optional = 1;
    }
    return setsockopt(descriptor, IPPROTO_IPV6, IPV6_XFRM_POLICY, &both, sizeof both);
}

int careof_open_mobility_receiver(void) {
    int descriptor = socket(AF_INET6, SOCK_RAW | SOCK_NONBLOCK | SOCK_CLOEXEC, mobility_header);
    if (descriptor < 0) return -1;
    // The kernel would compute checksums over the addresses of the IPv6 header; ours stand over the home address.
    int none = -1;
    careof_enlarge(descriptor, 4 << 20);
    if (setsockopt(descriptor, IPPROTO_IPV6, IPV6_CHECKSUM, &none, sizeof none) < 0
        || switch_on(descriptor, IPV6_RECVPKTINFO) < 0 || switch_on(descriptor, IPV6_RECVDSTOPTS) < 0
        || switch_on(descriptor, IPV6_RECVRTHDR) < 0 || switch_on(descriptor, IPV6_RECVHOPLIMIT) < 0
        || let_pass(descriptor) < 0)
        return careof_closing(descriptor);
    return descriptor;
}

ssize_t careof_receive_mobility(int descriptor, void *octets, size_t capacity,
                                struct careof_mobility_arrival *arrival, uint8_t *headers) {
    union {
        struct cmsghdr header;
        uint8_t octets[2048];
    } control;
    struct sockaddr_in6 from;
    struct iovec piece = {octets, capacity};
    struct msghdr message = {.msg_name = &from, .msg_namelen = sizeof from, .msg_iov = &piece, .msg_iovlen = 1,
                             .msg_control = &control, .msg_controllen = sizeof control};
    ssize_t count = recvmsg(descriptor, &message, MSG_DONTWAIT);
    if (count < 0) return errno == EAGAIN || errno == EINTR ? 0 : -1;
    memset(arrival, 0, sizeof *arrival);
    memcpy(arrival->source, &from.sin6_addr, 16);
    for (struct cmsghdr *item = CMSG_FIRSTHDR(&message); item != NULL; item = CMSG_NXTHDR(&message, item)) {
        if (item->cmsg_level != IPPROTO_IPV6) continue;
        size_t length = item->cmsg_len - CMSG_LEN(0);
        const uint8_t *data = CMSG_DATA(item);
        if (item->cmsg_type == IPV6_PKTINFO && length >= sizeof(struct in6_pktinfo)) {
            struct in6_pktinfo where;
            memcpy(&where, data, sizeof where);
            arrival->interface = where.ipi6_ifindex;
            memcpy(arrival->destination, &where.ipi6_addr, 16);
        } else if (item->cmsg_type == IPV6_HOPLIMIT && length >= sizeof(int)) {
            int limit;
            memcpy(&limit, data, sizeof limit);
            arrival->hop_limit = (uint8_t)limit;
        } else if ((item->cmsg_type == IPV6_DSTOPTS || item->cmsg_type == IPV6_RTHDR) && length >= 8
                   && arrival->headers_length + 1 + length <= careof_extension_room) {
            uint8_t *place = headers + arrival->headers_length;
            place[0] = item->cmsg_type == IPV6_DSTOPTS ? IPPROTO_DSTOPTS : IPPROTO_ROUTING;
            memcpy(place + 1, data, length);
            arrival->headers_length = (uint16_t)(arrival->headers_length + 1 + length);
        }
    }
    return count;
}

int careof_open_either(int one, int other) {
    int descriptor = epoll_create1(EPOLL_CLOEXEC);
    if (descriptor < 0) return -1;
    struct epoll_event event = {.events = EPOLLIN};
    if (epoll_ctl(descriptor, EPOLL_CTL_ADD, one, &event) < 0
        || epoll_ctl(descriptor, EPOLL_CTL_ADD, other, &event) < 0)
        return careof_closing(descriptor);
    return descriptor;
}
