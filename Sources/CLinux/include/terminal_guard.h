// A terminal that is left as it was found, whatever ends the process.
#ifndef CAREOF_TERMINAL_GUARD_H
#define CAREOF_TERMINAL_GUARD_H

#include <stddef.h>

/// Remembers the settings of the terminal at `descriptor` and installs handlers for the signals that a fault, a trap
/// or an abort raises. When one comes, the terminal gets `leave` (at most 512 octets, copied) and its settings back;
/// then the signal takes the course it would have taken, so that what the runtime prints is readable.
/// Returns 0, or an errno.
int careof_guard_arm(int descriptor, const char *leave, size_t length);

/// Gives the handlers back. The terminal itself is not touched.
void careof_guard_disarm(void);

/// Writes `leave` and gives the terminal its settings back now; does nothing when the guard is not armed.
/// Safe inside a signal handler.
void careof_guard_restore(void);

#endif
