#ifndef CEMBEDDED_H
#define CEMBEDDED_H

#include <stddef.h>

/// A file that stands in the program itself.
struct cembedded_file {
    /// Its name without folder and ending.
    const char *_Nonnull name;
    /// Its octets.
    const unsigned char *_Nonnull octets;
    /// How many there are.
    size_t size;
};

/// How many scenarios there are.
size_t cembedded_scenario_count(void);

/// A scenario of the lab, in the order of their names.
struct cembedded_file cembedded_scenario(size_t index);

/// How many themes there are.
size_t cembedded_theme_count(void);

/// A theme, the default first.
struct cembedded_file cembedded_theme(size_t index);

#endif
