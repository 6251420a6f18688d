#include "CCrypto.h"

#include <limits.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/rand.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

enum { DIGEST_SIZE = 20, BLOCK_SIZE = 64 };

struct ccrypto_hash {
    EVP_MD_CTX *context;
    /// The key XORed with opad, which the outer hash of an HMAC begins with.
    unsigned char outer_pad[BLOCK_SIZE];
    bool keyed;
    bool good;
};

// Fetching an algorithm takes the better part of a millisecond, so it happens once, and not before it is wanted.
static EVP_MD *sha1;
static pthread_key_t thread_hash;
static bool prepared;
static pthread_once_t preparation = PTHREAD_ONCE_INIT;

static void discard(void *value) {
    ccrypto_hash *hash = value;
    EVP_MD_CTX_free(hash->context);
    OPENSSL_cleanse(hash, sizeof *hash);
    free(hash);
}

static void prepare(void) {
    sha1 = EVP_MD_fetch(NULL, "SHA1", NULL);
    prepared = sha1 != NULL && pthread_key_create(&thread_hash, discard) == 0;
}

static ccrypto_hash *this_thread(void) {
    pthread_once(&preparation, prepare);
    if (!prepared) return NULL;
    ccrypto_hash *hash = pthread_getspecific(thread_hash);
    if (hash != NULL) return hash;
    hash = calloc(1, sizeof *hash);
    if (hash == NULL) return NULL;
    hash->context = EVP_MD_CTX_new();
    if (hash->context == NULL || pthread_setspecific(thread_hash, hash) != 0) {
        discard(hash);
        return NULL;
    }
    return hash;
}

static void start(ccrypto_hash *hash) {
    hash->good = EVP_DigestInit_ex(hash->context, sha1, NULL) == 1;
}

static void finish(ccrypto_hash *hash, unsigned char digest[DIGEST_SIZE]) {
    unsigned int size = 0;
    hash->good = hash->good && EVP_DigestFinal_ex(hash->context, digest, &size) == 1 && size == DIGEST_SIZE;
}

bool ccrypto_available(void) { return this_thread() != NULL; }

ccrypto_hash *ccrypto_sha1_begin(void) {
    ccrypto_hash *hash = this_thread();
    if (hash == NULL) return NULL;
    hash->keyed = false;
    start(hash);
    return hash;
}

// HMAC is two SHA-1s around the key (RFC 2104 §2). libcrypto's own HMAC gives the same at twice the time and more
// allocations a message, because it looks at its parameters anew with every key.
ccrypto_hash *ccrypto_hmac_sha1_begin(const void *key, size_t count) {
    ccrypto_hash *hash = this_thread();
    if (hash == NULL) return NULL;
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
    hash->good = hash->good && EVP_DigestUpdate(hash->context, octets, count) == 1;
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
        int part = count > INT_MAX ? INT_MAX : (int)count;
        if (RAND_bytes(next, part) != 1) return false;
        next += part;
        count -= (size_t)part;
    }
    return true;
}
