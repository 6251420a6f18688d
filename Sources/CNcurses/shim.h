// ncursesw for Swift. Wide functions exist only with NCURSES_WIDECHAR; macros and mutable globals do not import, so
// what is needed of them stands here as functions.
#ifndef CAREOF_CNCURSES_SHIM_H
#define CAREOF_CNCURSES_SHIM_H

#define _GNU_SOURCE 1
#define NCURSES_WIDECHAR 1
#include <curses.h>
#include <langinfo.h>
#include <locale.h>
#include <stdio.h>
#include <wchar.h>

/// A screen on standard output and input for the terminal named by TERM; NULL where that has no description.
static inline SCREEN *cn_newterm(void) { return newterm(NULL, stdout, stdin); }

/// The window that is the whole screen.
static inline WINDOW *cn_stdscr(void) { return stdscr; }

/// The window that holds what the terminal is believed to show.
static inline WINDOW *cn_curscr(void) { return curscr; }

/// How many colours and colour pairs there are.
static inline int cn_colours(void) { return COLORS; }
static inline int cn_pairs(void) { return COLOR_PAIRS; }

/// Writes one character with up to two combining marks (0: none), with attributes and a colour pair.
static inline int cn_put(WINDOW *window, int row, int column, unsigned base, unsigned first_mark,
                         unsigned second_mark, attr_t attributes, int pair) {
    const wchar_t text[] = {(wchar_t)base, (wchar_t)first_mark, (wchar_t)second_mark, 0};
    cchar_t cell;
    if (setcchar(&cell, text, attributes, 0, &pair) == ERR) return ERR;
    return mvwadd_wch(window, row, column, &cell);
}

/// Attributes that are casts in the header.
static inline attr_t cn_bold(void) { return A_BOLD; }
static inline attr_t cn_dim(void) { return A_DIM; }
static inline attr_t cn_underline(void) { return A_UNDERLINE; }
static inline attr_t cn_reverse(void) { return A_REVERSE; }
static inline attr_t cn_italic(void) { return A_ITALIC; }

/// The codes of function keys, and mouse buttons.
static inline int cn_function_key(int number) { return KEY_F(number); }
static inline mmask_t cn_mouse_mask(void) {
    return BUTTON1_PRESSED | BUTTON1_CLICKED | BUTTON1_DOUBLE_CLICKED | BUTTON4_PRESSED | BUTTON5_PRESSED;
}
static inline int cn_is_click(mmask_t state) {
    return (state & (BUTTON1_PRESSED | BUTTON1_CLICKED | BUTTON1_DOUBLE_CLICKED)) != 0;
}
static inline int cn_is_wheel_up(mmask_t state) { return (state & BUTTON4_PRESSED) != 0; }
static inline int cn_is_wheel_down(mmask_t state) { return (state & BUTTON5_PRESSED) != 0; }

/// Whether the locale in force writes UTF-8.
static inline int cn_locale_is_utf8(void) {
    const char *codeset = nl_langinfo(CODESET);
    return codeset != NULL && codeset[0] == 'U' && codeset[1] == 'T' && codeset[2] == 'F' && codeset[3] == '-' &&
           codeset[4] == '8';
}

/// Takes the locale from the environment.
static inline void cn_locale_from_environment(void) { setlocale(LC_ALL, ""); }

#endif
