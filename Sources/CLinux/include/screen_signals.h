// Signals of a program that owns the screen, as something to wait for.
#ifndef CAREOF_SCREEN_SIGNALS_H
#define CAREOF_SCREEN_SIGNALS_H

/// Blocks SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGWINCH, SIGTSTP and SIGCONT, ignores SIGPIPE, and returns a descriptor
/// that becomes readable when one of the blocked ones came; -1 with errno set where there is none.
int careof_screen_signals_open(void);

/// The number of the next signal that came, 0 where none did.
int careof_screen_signals_next(int descriptor);

/// Stops the process group as Ctrl-Z does in a terminal that is not raw, and returns when it goes on. Does nothing in
/// a group that nobody could let go on.
void careof_screen_stop(void);

/// Lets the process end by a signal, as it would have without us. Returns only where the signal does not end it.
void careof_screen_end_by(int number);

#endif
