// A TOML 1.0 text as a flat list of nodes with their positions, read by toml++.
//
// Nothing is thrown and no input ends the process: what cannot be read comes back as one error with its position.

#ifndef CTOML_H
#define CTOML_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/// What a node is.
typedef enum {
    ctoml_table,
    ctoml_array,
    ctoml_string,
    ctoml_integer,
    ctoml_float,
    ctoml_boolean,
    /// Any of TOML's dates and times, as RFC 3339 text.
    ctoml_date_time
} ctoml_kind;

/// A place in the text: line and column from 1, a column being one Unicode scalar.
typedef struct {
    uint32_t line;
    uint32_t column;
} ctoml_position;

/// Octets of UTF-8 in the document's own memory, not ended by NUL.
typedef struct {
    const char *octets;
    size_t count;
} ctoml_text;

/// A table, an array, or a value.
typedef struct {
    ctoml_kind kind;
    /// Its key in the table that holds it; empty in an array and for the root.
    ctoml_text key;
    /// Where the key stands; 0, 0 in an array and for the root.
    ctoml_position key_position;
    /// Where the value stands: of a table with a header, the header.
    ctoml_position position;
    /// How many tables, arrays and values it holds itself; 0 unless it is a table or an array.
    size_t children;
    /// The value of a string, or the text of a date or time.
    ctoml_text text;
    /// The value of an integer; 0 or 1 of a boolean.
    int64_t integer;
    /// The value of a float.
    double number;
} ctoml_node;

/// A text that was read, or the reason why not.
typedef struct ctoml_document ctoml_document;

/// Reads a text; NULL where memory is wanting. Free what it gives with ctoml_free.
///
/// A key of more than 16 parts, and arrays and inline tables more than 16 inside each other, are errors: no
/// configuration needs them, and they would cost stack.
ctoml_document *ctoml_read(const char *octets, size_t count);

/// Gives back all memory of a document.
void ctoml_free(ctoml_document *document);

/// The nodes: the root table first, each followed by what it holds, in the order of the text. NULL after an error.
const ctoml_node *ctoml_nodes(const ctoml_document *document);

/// How many nodes there are; 0 after an error.
size_t ctoml_count(const ctoml_document *document);

/// What is wrong, as UTF-8; empty where nothing is.
ctoml_text ctoml_error(const ctoml_document *document);

/// Where it is wrong.
ctoml_position ctoml_error_position(const ctoml_document *document);

#ifdef __cplusplus
}
#endif

#endif
