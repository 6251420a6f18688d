// SHA-1 and HMAC-SHA1 over pieces, and random octets, through OpenSSL's libcrypto.
//
// Each thread has one context, made at its first use and freed when it ends, so that a computation costs no look-up.
// begin … add … end on one thread; a new begin forgets what an earlier one left behind.

#ifndef CCRYPTO_H
#define CCRYPTO_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/// This thread's context.
typedef struct ccrypto_hash ccrypto_hash;

/// Twenty octets as numbers, the first octet of each most significant.
typedef struct {
    uint64_t high;
    uint64_t middle;
    uint32_t low;
} ccrypto_digest;

/// Whether libcrypto gives SHA-1 here; after true, only want of memory can make the functions below fail.
bool ccrypto_available(void);

/// Begins a SHA-1; NULL where libcrypto gives none.
ccrypto_hash *ccrypto_sha1_begin(void);

/// Begins an HMAC-SHA1 (RFC 2104) with a key of any length; NULL where libcrypto gives none.
ccrypto_hash *ccrypto_hmac_sha1_begin(const void *key, size_t count);

/// Adds octets; `octets` may be NULL where `count` is 0.
void ccrypto_add(ccrypto_hash *hash, const void *octets, size_t count);

/// Ends the computation; false where any part of it failed, and then `digest` is all zero.
bool ccrypto_end(ccrypto_hash *hash, ccrypto_digest *digest);

/// Fills `octets` with cryptographic random octets; false where there are none to be had.
bool ccrypto_random(void *octets, size_t count);

#endif
