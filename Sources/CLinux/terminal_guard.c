#include "terminal_guard.h"

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

// Handlers can reach nothing but globals. They are written before the handlers are installed and read after that.
static struct termios settings;
static char leave_text[512];
static size_t leave_length;
static int guarded = -1;
static volatile sig_atomic_t armed;

static const int signals[] = {SIGSEGV, SIGBUS, SIGILL, SIGTRAP, SIGFPE, SIGABRT, SIGSYS};
enum { SIGNAL_COUNT = sizeof signals / sizeof *signals };
static struct sigaction previous[SIGNAL_COUNT];
static char alternate_stack[16384];

void careof_guard_restore(void) {
    if (!armed) return;
    armed = 0;
    const int saved = errno;
    size_t done = 0;
    while (done < leave_length) {
        const ssize_t count = write(guarded, leave_text + done, leave_length - done);
        if (count <= 0 && errno != EINTR) break;
        if (count > 0) done += (size_t)count;
    }
    tcsetattr(guarded, TCSANOW, &settings);
    errno = saved;
}

static void on_fault(int number, siginfo_t *info, void *context) {
    (void)context;
    careof_guard_restore();
    for (int index = 0; index < SIGNAL_COUNT; index++) {
        if (signals[index] == number) sigaction(number, &previous[index], NULL);
    }
    // A fault happens again when the instruction does, now with the handler that was there before. What was sent by
    // kill, raise or abort has to be sent again.
    if (info == NULL || info->si_code <= 0) raise(number);
}

int careof_guard_arm(int descriptor, const char *leave, size_t length) {
    if (length > sizeof leave_text) return EINVAL;
    if (tcgetattr(descriptor, &settings) != 0) return errno;
    memcpy(leave_text, leave, length);
    leave_length = length;
    guarded = descriptor;
    armed = 1;

    stack_t stack = {.ss_sp = alternate_stack, .ss_size = sizeof alternate_stack};
    sigaltstack(&stack, NULL); // An endless recursion leaves no room on the stack it ran on.
    struct sigaction action;
    memset(&action, 0, sizeof action);
    action.sa_sigaction = on_fault;
    action.sa_flags = SA_SIGINFO | SA_ONSTACK | SA_NODEFER;
    sigemptyset(&action.sa_mask);
    for (int index = 0; index < SIGNAL_COUNT; index++) sigaction(signals[index], &action, &previous[index]);
    return 0;
}

void careof_guard_disarm(void) {
    if (guarded < 0) return;
    for (int index = 0; index < SIGNAL_COUNT; index++) sigaction(signals[index], &previous[index], NULL);
    armed = 0;
    guarded = -1;
}
