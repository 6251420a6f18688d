#include "screen_signals.h"

#include <signal.h>
#include <sys/signalfd.h>
#include <unistd.h>

static const int watched[] = {SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGWINCH, SIGTSTP, SIGCONT};

static sigset_t watched_set(void) {
    sigset_t set;
    sigemptyset(&set);
    for (unsigned index = 0; index < sizeof watched / sizeof *watched; index++) sigaddset(&set, watched[index]);
    return set;
}

int careof_screen_signals_open(void) {
    const sigset_t set = watched_set();
    signal(SIGPIPE, SIG_IGN);
    if (sigprocmask(SIG_BLOCK, &set, NULL) != 0) return -1;
    return signalfd(-1, &set, SFD_NONBLOCK | SFD_CLOEXEC);
}

int careof_screen_signals_next(int descriptor) {
    struct signalfd_siginfo information;
    if (read(descriptor, &information, sizeof information) != (ssize_t)sizeof information) return 0;
    return (int)information.ssi_signo;
}

/// Lets a signal act as it does by default, once, on whoever `target` names.
static void act(int number, pid_t target) {
    sigset_t one, before;
    sigemptyset(&one);
    sigaddset(&one, number);
    // The handler that ncurses installed would draw.
    void (*handler)(int) = signal(number, SIG_DFL);
    kill(target, number);
    sigprocmask(SIG_UNBLOCK, &one, &before);
    sigprocmask(SIG_SETMASK, &before, NULL);
    if (handler != SIG_ERR) signal(number, handler);
}

void careof_screen_stop(void) { act(SIGTSTP, 0); }

void careof_screen_end_by(int number) { act(number, getpid()); }
