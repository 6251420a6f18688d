#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

#include "CTOML.h"

/// Where a key has more than `limit` parts (`a.b.c` has three), if one has.
///
/// toml++ bounds how deep values lie in each other, but not how many parts a key has; each part is a table within a
/// table, and what lies too deep is freed by as many nested calls. So this looks before toml++ does. It follows
/// strings and comments, since dots in them are none; where a text is no TOML, toml++ stops reading at that place or
/// before it, so it does not matter what is made of the rest.
inline std::optional<ctoml_position> key_with_more_parts(std::string_view text, int limit) {
    ctoml_position position = {1, 1};
    int parts = 1;
    std::size_t index = 0;

    auto advance = [&](std::size_t count) {
        for (; count > 0 && index < text.size(); count--, index++) {
            if (text[index] == '\n') {
                position = {position.line + 1, 1};
            } else if ((text[index] & 0xc0) != 0x80) {
                position.column++;
            }
        }
    };
    auto starts = [&](std::string_view with) { return text.substr(index, with.size()) == with; };

    auto skip_string = [&](char quote) {
        const char three[] = {quote, quote, quote};
        const std::string_view fence(three, 3);
        const bool lines = starts(fence);
        advance(lines ? 3 : 1);
        while (index < text.size()) {
            if (text[index] == '\\' && quote == '"') {
                advance(2);
            } else if (lines ? starts(fence) : text[index] == quote) {
                advance(lines ? 3 : 1);
                // Up to two quotes may stand before the closing three.
                for (int extra = 0; lines && extra < 2 && index < text.size() && text[index] == quote; extra++) {
                    advance(1);
                }
                return;
            } else if (!lines && text[index] == '\n') {
                return;
            } else {
                advance(1);
            }
        }
    };

    while (index < text.size()) {
        switch (text[index]) {
        case '"':
        case '\'':
            skip_string(text[index]);
            break;
        case '#':
            while (index < text.size() && text[index] != '\n') advance(1);
            break;
        case '.':
            if (++parts > limit) return position;
            advance(1);
            break;
        case '\n':
        case '=':
        case ',':
        case '[':
        case ']':
        case '{':
        case '}':
            parts = 1;
            advance(1);
            break;
        default:
            advance(1);
        }
    }
    return std::nullopt;
}
