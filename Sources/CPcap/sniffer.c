#include "sniffer.h"

#include <dlfcn.h>
#include <errno.h>
#include <net/if.h>
#include <pcap/pcap.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>

_Static_assert(PCAP_ERRBUF_SIZE <= careof_sniffer_message_size, "a message of libpcap has to fit");

// What is used of libpcap; `__typeof__` takes each function's type from its header.
#define LIBPCAP_FUNCTIONS(USE) \
    USE(pcap_create) \
    USE(pcap_set_snaplen) \
    USE(pcap_set_promisc) \
    USE(pcap_set_immediate_mode) \
    USE(pcap_set_buffer_size) \
    USE(pcap_set_tstamp_precision) \
    USE(pcap_activate) \
    USE(pcap_set_datalink) \
    USE(pcap_setnonblock) \
    USE(pcap_compile) \
    USE(pcap_setfilter) \
    USE(pcap_freecode) \
    USE(pcap_get_selectable_fd) \
    USE(pcap_datalink) \
    USE(pcap_next_ex) \
    USE(pcap_stats) \
    USE(pcap_geterr) \
    USE(pcap_statustostr) \
    USE(pcap_close) \
    USE(pcap_findalldevs) \
    USE(pcap_freealldevs)

#define DECLARE(name) __typeof__(name) *name;
static struct {
    LIBPCAP_FUNCTIONS(DECLARE)
} lib;

/// Whether libpcap is there; looked for again where it was not.
static int load(char *message) {
    static void *library;
    if (library != NULL) return 1;
    void *found = dlopen("libpcap.so.0.8", RTLD_NOW | RTLD_LOCAL);
    if (found == NULL) found = dlopen("libpcap.so.1", RTLD_NOW | RTLD_LOCAL);
    if (found == NULL) {
        snprintf(message, careof_sniffer_message_size, "libpcap is not installed (Debian: libpcap0.8)");
        return 0;
    }
#define FIND(name) \
    *(void **)&lib.name = dlsym(found, #name); \
    if (lib.name == NULL) { \
        snprintf(message, careof_sniffer_message_size, "this libpcap has no " #name "; 1.5 or newer is needed"); \
        dlclose(found); \
        return 0; \
    }
    LIBPCAP_FUNCTIONS(FIND)
    library = found;
    return 1;
}

struct careof_sniffer {
    pcap_t *handle;
    int descriptor;
    int link_type;
    /// Empty for all interfaces.
    char interface[IFNAMSIZ];
};

static enum careof_sniffer_error meaning(int status) {
    switch (status) {
    case PCAP_ERROR_PERM_DENIED:
    case PCAP_ERROR_PROMISC_PERM_DENIED: return careof_sniffer_no_permission;
    case PCAP_ERROR_NO_SUCH_DEVICE: return careof_sniffer_no_interface;
    case PCAP_ERROR_IFACE_NOT_UP: return careof_sniffer_down;
    default: return careof_sniffer_failed;
    }
}

struct careof_sniffer *careof_sniffer_open(const char *interface, const char *filter, int snapshot,
                                           int promiscuous, enum careof_sniffer_error *error, char *message) {
    message[0] = 0;
    if (!load(message)) {
        *error = careof_sniffer_no_library;
        return NULL;
    }
    *error = careof_sniffer_failed;
    pcap_t *handle = lib.pcap_create(interface, message);
    if (handle == NULL) return NULL;
    const int is_any = strcmp(interface, "any") == 0;
    lib.pcap_set_snaplen(handle, snapshot);
    lib.pcap_set_promisc(handle, promiscuous && !is_any);
    lib.pcap_set_buffer_size(handle, 8 << 20);
    lib.pcap_set_immediate_mode(handle, 1);
    lib.pcap_set_tstamp_precision(handle, PCAP_TSTAMP_PRECISION_NANO);
    const int status = lib.pcap_activate(handle);
    if (status < 0) {
        *error = meaning(status);
        const char *words = status == PCAP_ERROR ? lib.pcap_geterr(handle) : lib.pcap_statustostr(status);
        snprintf(message, careof_sniffer_message_size, "%s", words);
        lib.pcap_close(handle);
        return NULL;
    }
    // The second form of cooked frames tells on which interface each was met.
    if (is_any) (void)lib.pcap_set_datalink(handle, DLT_LINUX_SLL2);
    struct bpf_program program;
    if (lib.pcap_compile(handle, &program, filter, 1, PCAP_NETMASK_UNKNOWN) != 0) {
        snprintf(message, careof_sniffer_message_size, "%s", lib.pcap_geterr(handle));
        lib.pcap_close(handle);
        return NULL;
    }
    const int set = lib.pcap_setfilter(handle, &program);
    lib.pcap_freecode(&program);
    struct careof_sniffer *sniffer = malloc(sizeof *sniffer);
    if (set != 0 || lib.pcap_setnonblock(handle, 1, message) != 0 || sniffer == NULL) {
        if (set != 0) snprintf(message, careof_sniffer_message_size, "%s", lib.pcap_geterr(handle));
        free(sniffer);
        lib.pcap_close(handle);
        return NULL;
    }
    sniffer->handle = handle;
    sniffer->descriptor = lib.pcap_get_selectable_fd(handle);
    sniffer->link_type = lib.pcap_datalink(handle);
    snprintf(sniffer->interface, sizeof sniffer->interface, "%s", is_any ? "" : interface);
    *error = careof_sniffer_fine;
    return sniffer;
}

int careof_sniffer_descriptor(const struct careof_sniffer *sniffer) { return sniffer->descriptor; }

int careof_sniffer_link_type(const struct careof_sniffer *sniffer) { return sniffer->link_type; }

/// Whether the interface is there and down. libpcap goes on in silence then, and nothing is met any more.
static int is_down(const struct careof_sniffer *sniffer) {
    struct ifreq request;
    memset(&request, 0, sizeof request);
    if (sniffer->interface[0] == 0 || sniffer->descriptor < 0) return 0;
    memcpy(request.ifr_name, sniffer->interface, sizeof request.ifr_name);
    return ioctl(sniffer->descriptor, SIOCGIFFLAGS, &request) == 0 && (request.ifr_flags & IFF_UP) == 0;
}

int careof_sniffer_next(struct careof_sniffer *sniffer, struct careof_sniffed *frame,
                        enum careof_sniffer_error *error, char *message) {
    struct pcap_pkthdr *header;
    const u_char *octets;
    const int status = lib.pcap_next_ex(sniffer->handle, &header, &octets);
    if (status == 1) {
        frame->octets = octets;
        frame->count = header->caplen;
        frame->original = header->len;
        frame->seconds = header->ts.tv_sec;
        frame->nanoseconds = header->ts.tv_usec;  // as asked for
        return 1;
    }
    if (status == 0) {
        if (!is_down(sniffer)) return 0;
        *error = careof_sniffer_down;
        return -1;
    }
    snprintf(message, careof_sniffer_message_size, "%s", lib.pcap_geterr(sniffer->handle));
    // libpcap has no number for an interface that went away or down; these are its words.
    *error = strstr(message, "disappeared") != NULL || strstr(message, "went down") != NULL
        ? careof_sniffer_vanished : careof_sniffer_failed;
    return -1;
}

void careof_sniffer_counts(struct careof_sniffer *sniffer, uint32_t *received, uint32_t *lost) {
    struct pcap_stat counts;
    memset(&counts, 0, sizeof counts);
    (void)lib.pcap_stats(sniffer->handle, &counts);
    *received = counts.ps_recv;
    *lost = counts.ps_drop;
}

void careof_sniffer_close(struct careof_sniffer *sniffer) {
    lib.pcap_close(sniffer->handle);
    free(sniffer);
}

size_t careof_sniffer_interfaces(char *names, size_t size) {
    char message[careof_sniffer_message_size];
    pcap_if_t *all = NULL;
    if (!load(message) || lib.pcap_findalldevs(&all, message) != 0) return 0;
    size_t used = 0;
    for (const pcap_if_t *one = all; one != NULL; one = one->next) {
        // Those that carry no IP: buses, log groups.
        if (strncmp(one->name, "nf", 2) == 0 || strncmp(one->name, "bluetooth", 9) == 0 ||
            strncmp(one->name, "usbmon", 6) == 0 || strncmp(one->name, "dbus", 4) == 0)
            continue;
        const size_t length = strlen(one->name) + 1;
        if (used + length > size) break;
        memcpy(names + used, one->name, length);
        used += length;
    }
    lib.pcap_freealldevs(all);
    return used;
}
