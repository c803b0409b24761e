/*
 * Verifier of ledger proofs. All functions are thread-safe, never throw and never keep a pointer.
 * Pointers may be null where the length is 0; a null output is refused (3), a null reason is skipped.
 */
#ifndef SOLVENCY_VERIFIER_H
#define SOLVENCY_VERIFIER_H

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Version of this interface. */
#define SOLVENCY_ABI_VERSION 1u

/* Verdicts. Only 0 means that a proof was accepted. */
#define SOLVENCY_ACCEPTED 0
#define SOLVENCY_REJECTED 1     /* a proof, but not of these public inputs */
#define SOLVENCY_MALFORMED 2    /* not a proof: limits, lengths, other options or another size */
#define SOLVENCY_CALLER_ERROR 3 /* a null pointer, a length, or public inputs that no ledger has */
#define SOLVENCY_PANIC 255      /* a bug of this library */

/* Capacities that are always enough. */
#define SOLVENCY_REASON_CAPACITY 1024u
#define SOLVENCY_PARAMETERS_CAPACITY 4096u

/* Returns the version of the interface that the library was built with. */
uint32_t solvency_abi_version(void);

/* Writes the 32-byte id of the relation that this library verifies. Returns 0, 3 or 255. */
int32_t solvency_relation_id(uint8_t *out32);

/*
 * Verifies that a ledger with the public inputs pi exists. Returns a verdict. reason gets a NUL-terminated UTF-8 text of at
 * most reason_cap bytes, empty if the proof was accepted; it must not overlap pi or proof.
 */
int32_t solvency_verify_ledger(const uint8_t *pi, uint64_t pi_len, const uint8_t *proof, uint64_t proof_len,
                               uint8_t *reason, uint64_t reason_cap);

/* Writes a NUL-terminated JSON object: proof options, sizes, proven bits of security. Returns 0, 3 (does not fit) or 255. */
int32_t solvency_parameters(uint8_t *out, uint64_t cap);

#ifdef __cplusplus
}
#endif

#endif
