// SHA-1 and HMAC-SHA1 over pieces through OpenSSL's libcrypto, and the kernel's random octets.
//
// Each thread has one context, so that a computation costs no allocation.
// begin … add … end on one thread; a new begin forgets what an earlier one left behind.

#ifndef CCRYPTO_H
#define CCRYPTO_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#pragma clang assume_nonnull begin

/// This thread's context.
typedef struct ccrypto_hash ccrypto_hash;

/// Twenty octets as numbers, the first octet of each most significant.
typedef struct {
    uint64_t high;
    uint64_t middle;
    uint32_t low;
} ccrypto_digest;

/// Whether a digest that is known comes out right on this processor.
bool ccrypto_available(void);

/// Begins a SHA-1.
ccrypto_hash *ccrypto_sha1_begin(void);

/// Begins an HMAC-SHA1 (RFC 2104) with a key of any length.
ccrypto_hash *ccrypto_hmac_sha1_begin(const void *_Nullable key, size_t count);

/// Adds octets; `octets` may be NULL where `count` is 0.
void ccrypto_add(ccrypto_hash *hash, const void *_Nullable octets, size_t count);

/// Ends the computation; false where any part of it failed, and then `digest` is all zero.
bool ccrypto_end(ccrypto_hash *hash, ccrypto_digest *digest);

/// Fills `octets` with cryptographic random octets; false where there are none to be had.
bool ccrypto_random(void *_Nullable octets, size_t count);

#pragma clang assume_nonnull end

#endif
