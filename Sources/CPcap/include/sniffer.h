// Live capture by libpcap. The library is loaded when the first sniffer is opened and not with the program: on some
// systems it brings ten others with it, which only this one command should pay for, and without it all else still runs.
#ifndef CAREOF_SNIFFER_H
#define CAREOF_SNIFFER_H

#include <stddef.h>
#include <stdint.h>

/// An open capture; it never sends.
struct careof_sniffer;

/// Why a sniffer could not be opened, or could not go on.
enum careof_sniffer_error {
    careof_sniffer_fine = 0,
    /// libpcap is not there.
    careof_sniffer_no_library,
    /// This process may not capture.
    careof_sniffer_no_permission,
    /// There is no such interface, or it cannot be captured on.
    careof_sniffer_no_interface,
    /// The interface is down.
    careof_sniffer_down,
    /// The interface went away.
    careof_sniffer_vanished,
    /// Anything else: the message says what.
    careof_sniffer_failed,
};

/// Room for a message, its zero included.
enum { careof_sniffer_message_size = 512 };

/// Opens a capture on an interface ("any": on all of them, also those that come later), which passes on only what the
/// filter lets through. Returns NULL on failure, with the reason in `error` and words in `message`.
struct careof_sniffer *careof_sniffer_open(const char *interface, const char *filter, int snapshot,
                                           int promiscuous, enum careof_sniffer_error *error, char *message);

/// A descriptor that is ready for reading when packets may be there.
int careof_sniffer_descriptor(const struct careof_sniffer *sniffer);

/// The link type of the frames, as libpcap numbers it.
int careof_sniffer_link_type(const struct careof_sniffer *sniffer);

/// A frame, its octets valid until the next call.
struct careof_sniffed {
    const void *octets;
    uint32_t count;
    /// Length on the wire.
    uint32_t original;
    /// Since 1970.
    int64_t seconds;
    int64_t nanoseconds;
};

/// The next frame: 1; 0: none is there now; -1: the capture has ended, with the reason.
int careof_sniffer_next(struct careof_sniffer *sniffer, struct careof_sniffed *frame,
                        enum careof_sniffer_error *error, char *message);

/// How many frames were passed on, and how many were lost for want of room.
void careof_sniffer_counts(struct careof_sniffer *sniffer, uint32_t *received, uint32_t *lost);

/// Ends the capture.
void careof_sniffer_close(struct careof_sniffer *sniffer);

/// The names of the interfaces on which a capture could be opened, divided by zeros, at most `size` octets; how many
/// octets they took.
size_t careof_sniffer_interfaces(char *names, size_t size);

#endif
