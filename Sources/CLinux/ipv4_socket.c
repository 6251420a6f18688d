#define _GNU_SOURCE
#include "ipv4_socket.h"
#include "socket_helpers.h"

#include <linux/filter.h>
#include <linux/if_ether.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/socket.h>

// Offsets are from the IPv4 header on; X holds its length, later where the IPv6 header inside begins.
static struct sock_filter signalling[] = {
    BPF_STMT(BPF_LDX | BPF_B | BPF_MSH, 0),
    BPF_STMT(BPF_LD | BPF_H | BPF_ABS, 6),
    BPF_JUMP(BPF_JMP | BPF_JSET | BPF_K, 0x1fff, 26, 0), // a later fragment
    BPF_STMT(BPF_LD | BPF_B | BPF_ABS, 9),
    BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, 41, 16, 0),
    BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, 1, 0, 4),
    BPF_STMT(BPF_LD | BPF_B | BPF_IND, 0), // echo replies to probes of paths, by their identifier
    BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, 0, 0, 21),
    BPF_STMT(BPF_LD | BPF_H | BPF_IND, 4),
    BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, 0xca0f, 20, 19),
    BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, 17, 0, 18),
    BPF_STMT(BPF_LD | BPF_H | BPF_IND, 0),
    BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, careof_dual_stack_port, 2, 0),
    BPF_STMT(BPF_LD | BPF_H | BPF_IND, 2),
    BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, careof_dual_stack_port, 0, 14),
    BPF_STMT(BPF_LD | BPF_B | BPF_IND, 8), // behind UDP: which version (RFC 5555 4.1)
    BPF_STMT(BPF_ALU | BPF_AND | BPF_K, 0xf0),
    BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, 0x60, 0, 11),
    BPF_STMT(BPF_MISC | BPF_TXA, 0),
    BPF_STMT(BPF_ALU | BPF_ADD | BPF_K, 8),
    BPF_STMT(BPF_MISC | BPF_TAX, 0),
    BPF_STMT(BPF_LD | BPF_B | BPF_IND, 6),
    BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, 135, 7, 0), // Mobility Header
    BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, 60, 6, 0),  // destination options
    BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, 43, 5, 0),  // routing header
    BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, 58, 0, 3),
    BPF_STMT(BPF_LD | BPF_B | BPF_IND, 40),
    BPF_JUMP(BPF_JMP | BPF_JGE | BPF_K, 144, 0, 1), // discovery (RFC 6275 6.5 to 6.8)
    BPF_JUMP(BPF_JMP | BPF_JGT | BPF_K, 147, 0, 1),
    BPF_STMT(BPF_RET | BPF_K, 0),
    BPF_STMT(BPF_RET | BPF_K, 0x40000),
};

int careof_open_ipv4_receiver(void) {
    return careof_open_filtered(ETH_P_IP, signalling, sizeof signalling / sizeof signalling[0], 4 << 20);
}

int careof_open_ipv4_sender(void) {
    return socket(AF_INET, SOCK_RAW | SOCK_NONBLOCK | SOCK_CLOEXEC, IPPROTO_RAW);
}

ssize_t careof_send_ipv4(int descriptor, const void *octets, size_t count, const uint8_t destination[4]) {
    struct sockaddr_in to = {.sin_family = AF_INET};
    memcpy(&to.sin_addr, destination, 4);
    return sendto(descriptor, octets, count, MSG_DONTWAIT, (struct sockaddr *)&to, sizeof to);
}

static int opened(uint8_t protocol, uint16_t port) {
    if (port == 0) return socket(AF_INET, SOCK_RAW | SOCK_NONBLOCK | SOCK_CLOEXEC, protocol);
    int descriptor = socket(AF_INET, SOCK_DGRAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    // One for each tunnel, and one for what comes in no tunnel.
    int on = 1;
    if (descriptor >= 0 && setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on) < 0)
        return careof_closing(descriptor);
    return descriptor;
}

static struct sockaddr_in name(const uint8_t address[4], uint16_t port) {
    struct sockaddr_in name = {.sin_family = AF_INET, .sin_port = htons(port)};
    memcpy(&name.sin_addr, address, 4);
    return name;
}

int careof_open_ipv4_sink(uint16_t port) {
    int descriptor = opened(IPPROTO_IPV6, port);
    if (descriptor < 0) return -1;
    struct sock_filter nothing = BPF_STMT(BPF_RET | BPF_K, 0);
    struct sock_fprog program = {1, &nothing};
    if (setsockopt(descriptor, SOL_SOCKET, SO_ATTACH_FILTER, &program, sizeof program) < 0)
        return careof_closing(descriptor);
    static const uint8_t any[4];
    struct sockaddr_in local = name(any, port);
    if (port != 0 && bind(descriptor, (struct sockaddr *)&local, sizeof local) < 0) return careof_closing(descriptor);
    return descriptor;
}

int careof_open_ipv4_tunnel_socket(uint8_t protocol, const uint8_t local[4], uint16_t local_port,
                                   const uint8_t *remote, uint16_t remote_port, const char *device) {
    int descriptor = opened(protocol, local_port);
    if (descriptor < 0) return -1;
    careof_enlarge(descriptor, 4 << 20);
    if (device != NULL
        && setsockopt(descriptor, SOL_SOCKET, SO_BINDTODEVICE, device, (socklen_t)strlen(device) + 1) < 0)
        return careof_closing(descriptor);
    struct sockaddr_in near = name(local, local_port);
    if (bind(descriptor, (struct sockaddr *)&near, sizeof near) < 0) return careof_closing(descriptor);
    if (remote == NULL) return descriptor;
    struct sockaddr_in far = name(remote, remote_port);
    if (connect(descriptor, (struct sockaddr *)&far, sizeof far) < 0) return careof_closing(descriptor);
    return descriptor;
}

enum { usual_header = 20 };

int careof_receive_ipv4_batch(int descriptor, uint8_t *octets, size_t slot, int count, int has_header,
                              uint32_t *lengths, uint8_t *sources) {
    struct careof_batch batch;
    struct sockaddr_in from[careof_batch_limit];
    size_t before = has_header ? usual_header : 0;
    careof_lay_out(&batch, octets, slot, count, NULL, from, sizeof from[0]);
    for (int i = 0; i < batch.count; i++)
        batch.pieces[i] = (struct iovec){octets + (size_t)i * slot - before, slot + before};
    int received = recvmmsg(descriptor, batch.messages, (unsigned)batch.count, MSG_DONTWAIT, NULL);
    for (int i = 0; i < received; i++) {
        uint8_t *start = octets + (size_t)i * slot;
        size_t length = batch.messages[i].msg_len, header = before;
        if (has_header) {
            if (length > 0) header = (size_t)(start[-(int)before] & 0xf) * 4;
            // Options in the outer header are rare: then what is inside is moved to its place.
            if (header > before && length >= header) memmove(start, start - before + header, length - header);
        }
        lengths[i] = length >= header ? (uint32_t)(length - header) : 0;
        uint8_t *source = sources + 16 * i;
        memset(source, 0, 10);
        source[10] = source[11] = 0xff;
        memcpy(source + 12, &from[i].sin_addr, 4);
    }
    return received;
}

int careof_send_ipv4_batch(int descriptor, const uint8_t *octets, size_t slot, int count, const uint32_t *lengths,
                           const uint8_t *destinations) {
    struct careof_batch batch;
    struct sockaddr_in to[careof_batch_limit];
    careof_lay_out(&batch, (uint8_t *)octets, slot, count, lengths, to, sizeof to[0]);
    for (int i = 0; i < batch.count; i++) {
        const uint8_t *destination = destinations + 16 * i;
        to[i] = name(destination + 12, (uint16_t)(destination[6] << 8 | destination[7]));
    }
    return sendmmsg(descriptor, batch.messages, (unsigned)batch.count, MSG_DONTWAIT);
}
