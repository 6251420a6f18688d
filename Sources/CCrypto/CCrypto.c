// The plain functions of SHA-1, not EVP: with them only this digest is linked, out of the archive. The whole shared
// library costs five milliseconds at every start, and the look-ups behind EVP half of the time of every message.
#define OPENSSL_SUPPRESS_DEPRECATED

#include "CCrypto.h"

#include <errno.h>
#include <openssl/crypto.h>
#include <openssl/sha.h>
#include <string.h>
#include <sys/random.h>

enum { DIGEST_SIZE = SHA_DIGEST_LENGTH, BLOCK_SIZE = SHA_CBLOCK };

struct ccrypto_hash {
    SHA_CTX context;
    /// The key XORed with opad, which the outer hash of an HMAC begins with.
    unsigned char outer_pad[BLOCK_SIZE];
    bool keyed;
    bool good;
};

static _Thread_local ccrypto_hash thread_hash;

static void start(ccrypto_hash *hash) { hash->good = SHA1_Init(&hash->context) == 1; }

static void finish(ccrypto_hash *hash, unsigned char digest[DIGEST_SIZE]) {
    hash->good = hash->good && SHA1_Final(digest, &hash->context) == 1;
}

bool ccrypto_available(void) {
    // FIPS 180-4: the digest of "abc" begins with these.
    ccrypto_digest digest;
    ccrypto_add(ccrypto_sha1_begin(), "abc", 3);
    return ccrypto_end(&thread_hash, &digest) && digest.high == 0xa9993e364706816aULL;
}

ccrypto_hash *ccrypto_sha1_begin(void) {
    thread_hash.keyed = false;
    start(&thread_hash);
    return &thread_hash;
}

// HMAC is two SHA-1s around the key (RFC 2104 §2).
ccrypto_hash *ccrypto_hmac_sha1_begin(const void *key, size_t count) {
    ccrypto_hash *hash = &thread_hash;
    unsigned char block[BLOCK_SIZE] = {0};
    bool key_good = true;
    if (count > BLOCK_SIZE) {
        start(hash);
        ccrypto_add(hash, key, count);
        finish(hash, block);
        key_good = hash->good;
    } else if (count > 0) {
        memcpy(block, key, count);
    }
    for (size_t i = 0; i < BLOCK_SIZE; i++) {
        hash->outer_pad[i] = block[i] ^ 0x5c;
        block[i] ^= 0x36;
    }
    hash->keyed = true;
    start(hash);
    hash->good = hash->good && key_good;
    ccrypto_add(hash, block, sizeof block);
    OPENSSL_cleanse(block, sizeof block);
    return hash;
}

void ccrypto_add(ccrypto_hash *hash, const void *octets, size_t count) {
    if (count == 0) return;
    hash->good = hash->good && SHA1_Update(&hash->context, octets, count) == 1;
}

static uint64_t number(const unsigned char *octets, int count) {
    uint64_t value = 0;
    for (int i = 0; i < count; i++) value = value << 8 | octets[i];
    return value;
}

bool ccrypto_end(ccrypto_hash *hash, ccrypto_digest *digest) {
    unsigned char octets[DIGEST_SIZE] = {0};
    finish(hash, octets);
    if (hash->keyed && hash->good) {
        start(hash);
        ccrypto_add(hash, hash->outer_pad, sizeof hash->outer_pad);
        ccrypto_add(hash, octets, sizeof octets);
        finish(hash, octets);
        OPENSSL_cleanse(hash->outer_pad, sizeof hash->outer_pad);
    }
    if (!hash->good) memset(octets, 0, sizeof octets);
    digest->high = number(octets, 8);
    digest->middle = number(octets + 8, 8);
    digest->low = (uint32_t)number(octets + 16, 4);
    return hash->good;
}

bool ccrypto_random(void *octets, size_t count) {
    unsigned char *next = octets;
    while (count > 0) {
        ssize_t part = getrandom(next, count, 0);
        if (part < 0 && errno == EINTR) continue;
        if (part <= 0) return false;
        next += part;
        count -= (size_t)part;
    }
    return true;
}
