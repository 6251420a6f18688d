#define _GNU_SOURCE
#include "linux_host.h"
#include "socket_helpers.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/capability.h>
#include <linux/filter.h>
#include <linux/if_ether.h>
#include <linux/if_packet.h>
#include <linux/if_tun.h>
#include <linux/sock_diag.h>
#include <net/if.h>
#include <netinet/in.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/file.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

int careof_open_tun(const char *name) {
    int descriptor = open("/dev/net/tun", O_RDWR | O_NONBLOCK | O_CLOEXEC);
    if (descriptor < 0) return -1;
    struct ifreq request;
    memset(&request, 0, sizeof request);
    strncpy(request.ifr_name, name, IFNAMSIZ - 1);
    request.ifr_flags = (short)(IFF_TUN | IFF_NO_PI | IFF_TUN_EXCL);
    if (ioctl(descriptor, TUNSETIFF, &request) < 0) return careof_closing(descriptor);
    return descriptor;
}

int careof_open_offload_tun(const char *name) {
    int descriptor = open("/dev/net/tun", O_RDWR | O_NONBLOCK | O_CLOEXEC);
    if (descriptor < 0) return -1;
    struct ifreq request;
    memset(&request, 0, sizeof request);
    strncpy(request.ifr_name, name, IFNAMSIZ - 1);
    request.ifr_flags = (short)(IFF_TUN | IFF_NO_PI | IFF_TUN_EXCL | IFF_VNET_HDR);
    if (ioctl(descriptor, TUNSETIFF, &request) < 0) return careof_closing(descriptor);
    // A kernel without them hands over whole packets only, behind the same header.
    ioctl(descriptor, TUNSETOFFLOAD, TUN_F_CSUM | TUN_F_TSO6);
    return descriptor;
}

// Offsets are from the IPv6 header on: Next Header at 6, what follows it at 40, an inner Next Header at 46.
static struct sock_filter signalling[] = {
    BPF_STMT(BPF_LD | BPF_B | BPF_ABS, 6),
    BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, 135, 18, 0), // Mobility Header
    BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, 60, 17, 0),  // destination options
    BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, 43, 16, 0),  // routing header
    BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, 58, 0, 9),
    BPF_STMT(BPF_LD | BPF_B | BPF_ABS, 40),
    BPF_JUMP(BPF_JMP | BPF_JGE | BPF_K, 134, 0, 1), // router and neighbour advertisements, neighbour solicitations
    BPF_JUMP(BPF_JMP | BPF_JGT | BPF_K, 136, 0, 12),
    BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, 129, 0, 2), // echo replies to probes of paths, by their identifier
    BPF_STMT(BPF_LD | BPF_H | BPF_ABS, 44),
    BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, 0xca0f, 9, 8),
    BPF_JUMP(BPF_JMP | BPF_JGE | BPF_K, 144, 0, 1), // discovery (RFC 6275 6.5 to 6.8)
    BPF_JUMP(BPF_JMP | BPF_JGT | BPF_K, 147, 6, 7),
    BPF_JUMP(BPF_JMP | BPF_JGE | BPF_K, 128, 5, 6), // errors
    BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, 41, 0, 4),
    BPF_STMT(BPF_LD | BPF_B | BPF_ABS, 46), // signalling in a tunnel
    BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, 135, 3, 0),
    BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, 60, 2, 0),
    BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, 43, 1, 0),
    BPF_STMT(BPF_RET | BPF_K, 0),
    BPF_STMT(BPF_RET | BPF_K, 0x40000),
};

int careof_open_packet_receiver(void) {
    return careof_open_filtered(ETH_P_IPV6, signalling, sizeof signalling / sizeof signalling[0], 16 << 20);
}

int careof_receive_packets(int descriptor, uint8_t *octets, size_t slot, int count, struct careof_arrival *arrivals) {
    struct careof_batch batch;
    struct sockaddr_ll from[careof_batch_limit];
    careof_lay_out(&batch, octets, slot, count, NULL, from, sizeof from[0]);
    int received = recvmmsg(descriptor, batch.messages, (unsigned)batch.count, MSG_DONTWAIT, NULL);
    for (int i = 0; i < received; i++) {
        arrivals[i].interface = (uint32_t)from[i].sll_ifindex;
        arrivals[i].length = batch.messages[i].msg_len;
        arrivals[i].packet_type = from[i].sll_pkttype;
        arrivals[i].link_layer_length = from[i].sll_halen > 8 ? 8 : from[i].sll_halen;
        memcpy(arrivals[i].link_layer_address, from[i].sll_addr, 8);
    }
    return received;
}

uint32_t careof_lost_packets(int descriptor) {
    uint32_t numbers[SK_MEMINFO_VARS] = {0};
    socklen_t size = sizeof numbers;
    if (getsockopt(descriptor, SOL_SOCKET, SO_MEMINFO, numbers, &size) < 0) return 0;
    return numbers[SK_MEMINFO_DROPS];
}

int careof_open_packet_sender(void) {
    return socket(AF_INET6, SOCK_RAW | SOCK_NONBLOCK | SOCK_CLOEXEC, IPPROTO_RAW);
}

int careof_bind_interface(int descriptor, uint32_t interface) {
    int device = (int)interface;
    return setsockopt(descriptor, SOL_SOCKET, SO_BINDTOIFINDEX, &device, sizeof device);
}

ssize_t careof_send_packet(int descriptor, const void *octets, size_t count, const uint8_t destination[16],
                           uint32_t interface) {
    struct sockaddr_in6 to = {.sin6_family = AF_INET6};
    memcpy(&to.sin6_addr, destination, 16);
    if (interface != 0 && IN6_IS_ADDR_LINKLOCAL(&to.sin6_addr)) to.sin6_scope_id = interface;
    return sendto(descriptor, octets, count, MSG_DONTWAIT, (struct sockaddr *)&to, sizeof to);
}

int careof_open_frame_sender(void) { return socket(AF_PACKET, SOCK_DGRAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0); }

ssize_t careof_send_frame(int descriptor, const void *octets, size_t count, uint32_t interface,
                          const uint8_t *link_layer_address, uint8_t length) {
    struct sockaddr_ll to = {.sll_family = AF_PACKET, .sll_protocol = htons(ETH_P_IPV6)};
    to.sll_ifindex = (int)interface;
    to.sll_halen = length > 8 ? 8 : length;
    memcpy(to.sll_addr, link_layer_address, to.sll_halen);
    return sendto(descriptor, octets, count, MSG_DONTWAIT, (struct sockaddr *)&to, sizeof to);
}

int careof_open_tunnel_socket(const uint8_t local[16], const uint8_t *remote, const char *device) {
    int descriptor = socket(AF_INET6, SOCK_RAW | SOCK_NONBLOCK | SOCK_CLOEXEC, IPPROTO_IPV6);
    if (descriptor < 0) return -1;
    careof_enlarge(descriptor, 4 << 20);
    if (device != NULL
        && setsockopt(descriptor, SOL_SOCKET, SO_BINDTODEVICE, device, (socklen_t)strlen(device) + 1) < 0)
        return careof_closing(descriptor);
    struct sockaddr_in6 address = {.sin6_family = AF_INET6};
    memcpy(&address.sin6_addr, local, 16);
    if (bind(descriptor, (struct sockaddr *)&address, sizeof address) < 0) return careof_closing(descriptor);
    if (remote != NULL) {
        memcpy(&address.sin6_addr, remote, 16);
        if (connect(descriptor, (struct sockaddr *)&address, sizeof address) < 0) return careof_closing(descriptor);
    }
    return descriptor;
}

int careof_receive_batch(int descriptor, uint8_t *octets, size_t slot, int count, uint32_t *lengths,
                         uint8_t *sources) {
    struct careof_batch batch;
    struct sockaddr_in6 from[careof_batch_limit];
    careof_lay_out(&batch, octets, slot, count, NULL, from, sizeof from[0]);
    int received = recvmmsg(descriptor, batch.messages, (unsigned)batch.count, MSG_DONTWAIT, NULL);
    for (int i = 0; i < received; i++) {
        lengths[i] = batch.messages[i].msg_len;
        memcpy(sources + 16 * i, &from[i].sin6_addr, 16);
    }
    return received;
}

int careof_send_batch(int descriptor, const uint8_t *octets, size_t slot, int count, const uint32_t *lengths,
                      const uint8_t *destinations) {
    struct careof_batch batch;
    struct sockaddr_in6 to[careof_batch_limit];
    careof_lay_out(&batch, (uint8_t *)octets, slot, count, lengths, destinations == NULL ? NULL : to, sizeof to[0]);
    for (int i = 0; destinations != NULL && i < batch.count; i++) {
        to[i] = (struct sockaddr_in6){.sin6_family = AF_INET6};
        memcpy(&to[i].sin6_addr, destinations + 16 * i, 16);
    }
    return sendmmsg(descriptor, batch.messages, (unsigned)batch.count, MSG_DONTWAIT);
}

static const uint32_t network_capabilities = 1U << CAP_NET_ADMIN | 1U << CAP_NET_RAW;

bool careof_has_network_capabilities(void) {
    struct __user_cap_header_struct header = {_LINUX_CAPABILITY_VERSION_3, 0};
    struct __user_cap_data_struct data[2];
    if (syscall(SYS_capget, &header, data) < 0) return false;
    return (data[0].effective & network_capabilities) == network_capabilities;
}

int careof_keep_network_capabilities(void) {
    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) < 0) return -1;
    struct __user_cap_header_struct header = {_LINUX_CAPABILITY_VERSION_3, 0};
    struct __user_cap_data_struct data[2];
    memset(data, 0, sizeof data);
    data[0].effective = data[0].permitted = network_capabilities;
    return (int)syscall(SYS_capset, &header, data);
}

int careof_open_signals(void) {
    sigset_t told, blocked;
    sigemptyset(&told);
    sigaddset(&told, SIGINT);
    sigaddset(&told, SIGTERM);
    sigaddset(&told, SIGHUP);
    blocked = told;
    sigaddset(&blocked, SIGPIPE);
    if (sigprocmask(SIG_BLOCK, &blocked, NULL) < 0) return -1;
    return signalfd(-1, &told, SFD_NONBLOCK | SFD_CLOEXEC);
}

int careof_next_signal(int descriptor) {
    struct signalfd_siginfo information;
    if (read(descriptor, &information, sizeof information) != sizeof information) return 0;
    return (int)information.ssi_signo;
}

int64_t careof_boot_time(void) {
    struct timespec time;
    clock_gettime(CLOCK_BOOTTIME, &time);
    return (int64_t)time.tv_sec * 1000000000 + time.tv_nsec;
}

int64_t careof_wall_clock(void) {
    struct timespec time;
    clock_gettime(CLOCK_REALTIME, &time);
    return time.tv_sec;
}

int careof_open_event(void) { return eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC); }

void careof_raise_event(int descriptor) { (void)!eventfd_write(descriptor, 1); }

void careof_clear_event(int descriptor) {
    eventfd_t count;
    (void)!eventfd_read(descriptor, &count);
}

int careof_lock(int descriptor) { return flock(descriptor, LOCK_EX | LOCK_NB); }

int careof_wait(const int *descriptors, bool *ready, int count, int64_t nanoseconds) {
    struct pollfd polled[256];
    if (count > 256) count = 256;
    for (int i = 0; i < count; i++) {
        polled[i] = (struct pollfd){.fd = descriptors[i], .events = POLLIN};
        ready[i] = false;
    }
    struct timespec limit = {nanoseconds / 1000000000, nanoseconds % 1000000000};
    int found = ppoll(polled, (nfds_t)count, nanoseconds < 0 ? NULL : &limit, NULL);
    if (found < 0) return errno == EINTR ? 0 : -1;
    for (int i = 0; i < count; i++) ready[i] = polled[i].revents != 0;
    return found;
}

int careof_join_anycast(const uint8_t address[16], uint32_t interface) {
    int descriptor = socket(AF_INET6, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    if (descriptor < 0) return -1;
    struct ipv6_mreq group = {.ipv6mr_interface = interface};
    memcpy(&group.ipv6mr_multiaddr, address, 16);
    if (setsockopt(descriptor, IPPROTO_IPV6, IPV6_JOIN_ANYCAST, &group, sizeof group) < 0) return careof_closing(descriptor);
    return descriptor;
}

bool careof_can_write(int descriptor) {
    struct pollfd polled = {.fd = descriptor, .events = POLLOUT};
    return poll(&polled, 1, 0) > 0;
}
