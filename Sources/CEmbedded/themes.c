#include "CEmbedded.h"

// The files become octets of this program (C23 #embed, which clang knows as an extension of earlier C).
#pragma clang diagnostic ignored "-Wc23-extensions"

static const unsigned char default_dark[] = {
#embed "../../Themes/default-dark.toml"
};
static const unsigned char default_light[] = {
#embed "../../Themes/default-light.toml"
};
static const unsigned char high_contrast[] = {
#embed "../../Themes/high-contrast.toml"
};
static const unsigned char deuteranopia[] = {
#embed "../../Themes/deuteranopia.toml"
};
static const unsigned char tritanopia[] = {
#embed "../../Themes/tritanopia.toml"
};
static const unsigned char terminal16[] = {
#embed "../../Themes/terminal16.toml"
};
static const unsigned char mono[] = {
#embed "../../Themes/mono.toml"
};

#define THEME(name, octets) {name, octets, sizeof octets}

// The default first.
static const struct cembedded_file themes[] = {
    THEME("default-dark", default_dark),   THEME("default-light", default_light),
    THEME("high-contrast", high_contrast), THEME("deuteranopia", deuteranopia),
    THEME("tritanopia", tritanopia),       THEME("terminal16", terminal16),
    THEME("mono", mono),
};

size_t cembedded_theme_count(void) { return sizeof themes / sizeof themes[0]; }

struct cembedded_file cembedded_theme(size_t index) { return themes[index]; }
