#include "CTOML.h"

#include <algorithm>
#include <deque>
#include <exception>
#include <new>
#include <sstream>
#include <string>
#include <vector>

#include "KeyDepth.hpp"

#include "TolerantTOML.hpp"

namespace {

constexpr int maximum_key_parts = 16;

ctoml_position position_of(const toml::source_position &position) { return {position.line, position.column}; }

ctoml_text text_of(const std::string &text) { return {text.data(), text.size()}; }

}  // namespace

struct ctoml_document {
    std::vector<ctoml_node> nodes;
    /// The texts that nodes point into; a deque moves none of them when it grows.
    std::deque<std::string> texts;
    std::string error;
    ctoml_position error_position = {0, 0};

    void read(std::string_view text) {
        if (auto position = key_with_more_parts(text, maximum_key_parts)) {
            fail("a key of more than " + std::to_string(maximum_key_parts) + " parts", *position);
            return;
        }
        try {
            auto root = toml::parse(text);
            add(root, nullptr);
        } catch (const toml::parse_error &problem) {
            fail(std::string(problem.description()), position_of(problem.source().begin));
        }
    }

    void fail(std::string what, ctoml_position where) {
        nodes.clear();
        error = std::move(what);
        error_position = where;
    }

private:
    ctoml_text keep(std::string text) {
        texts.push_back(std::move(text));
        return text_of(texts.back());
    }

    void add(const toml::node &value, const toml::key *key) {
        ctoml_node node = {};
        node.position = position_of(value.source().begin);
        if (key != nullptr) {
            node.key = keep(std::string(key->str()));
            node.key_position = position_of(key->source().begin);
        }
        if (const auto *table = value.as_table()) {
            add(node, *table);
        } else if (const auto *array = value.as_array()) {
            node.kind = ctoml_array;
            node.children = array->size();
            nodes.push_back(node);
            for (const auto &element : *array) add(element, nullptr);
        } else {
            fill(node, value);
            nodes.push_back(node);
        }
    }

    void add(ctoml_node &node, const toml::table &table) {
        node.kind = ctoml_table;
        node.children = table.size();
        nodes.push_back(node);
        // toml++ keeps a table sorted by its keys; people wrote it in an order of their own.
        std::vector<std::pair<const toml::key *, const toml::node *>> entries;
        for (const auto &[key, value] : table) entries.emplace_back(&key, &value);
        std::sort(entries.begin(), entries.end(), [](const auto &left, const auto &right) {
            const auto &a = left.first->source().begin, &b = right.first->source().begin;
            return a.line != b.line ? a.line < b.line : a.column < b.column;
        });
        for (const auto &[key, value] : entries) add(*value, key);
    }

    void fill(ctoml_node &node, const toml::node &value) {
        if (const auto *string = value.as_string()) {
            node.kind = ctoml_string;
            node.text = keep(string->get());
        } else if (const auto *integer = value.as_integer()) {
            node.kind = ctoml_integer;
            node.integer = integer->get();
        } else if (const auto *number = value.as_floating_point()) {
            node.kind = ctoml_float;
            node.number = number->get();
        } else if (const auto *boolean = value.as_boolean()) {
            node.kind = ctoml_boolean;
            node.integer = boolean->get() ? 1 : 0;
        } else {
            node.kind = ctoml_date_time;
            std::ostringstream text;
            if (const auto *date = value.as_date()) text << date->get();
            if (const auto *time = value.as_time()) text << time->get();
            if (const auto *date_time = value.as_date_time()) text << date_time->get();
            node.text = keep(text.str());
        }
    }
};

ctoml_document *ctoml_read(const char *octets, size_t count) {
    ctoml_document *document = nullptr;
    try {
        document = new ctoml_document;
        document->read(octets == nullptr ? std::string_view() : std::string_view(octets, count));
        return document;
    } catch (...) {
        // Only want of memory comes here.
        delete document;
        return nullptr;
    }
}

void ctoml_free(ctoml_document *document) { delete document; }

const ctoml_node *ctoml_nodes(const ctoml_document *document) { return document->nodes.data(); }

size_t ctoml_count(const ctoml_document *document) { return document->nodes.size(); }

ctoml_text ctoml_error(const ctoml_document *document) { return text_of(document->error); }

ctoml_position ctoml_error_position(const ctoml_document *document) { return document->error_position; }
