// The wish to end, as something to wait for.
#ifndef CAREOF_STOP_SIGNALS_H
#define CAREOF_STOP_SIGNALS_H

/// Blocks SIGINT, SIGTERM and SIGHUP and returns a descriptor that is ready for reading once one of them came; -1 with
/// errno set where there is none.
int careof_open_stop(void);

/// Waits until one of two descriptors is ready for reading, or so many milliseconds have passed (negative: for ever); a
/// negative descriptor is left out. Bit 0 stands for the first, bit 1 for the second; 0: neither. -1: see errno.
int careof_wait_for_two(int first, int second, int milliseconds);

#endif
