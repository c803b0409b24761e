/* Calls every function of the header, as a C program does. Exits 0 if all behave. */
#include <stdio.h>
#include <string.h>

#include "solvency_verifier.h"

#define CHECK(condition)                                         \
  do {                                                           \
    if (!(condition)) {                                          \
      fprintf(stderr, "line %d: %s\n", __LINE__, #condition);    \
      return 1;                                                  \
    }                                                            \
  } while (0)

int main(void) {
  uint8_t id[33] = {0}, again[33] = {0}, text[SOLVENCY_PARAMETERS_CAPACITY], junk[300] = {0};
  int32_t (*verify)(const uint8_t *, uint64_t, const uint8_t *, uint64_t, uint8_t *, uint64_t) = solvency_verify_ledger;

  CHECK(solvency_abi_version() == SOLVENCY_ABI_VERSION);
  CHECK(solvency_relation_id(NULL) == SOLVENCY_CALLER_ERROR);
  id[32] = 0xAB;
  CHECK(solvency_relation_id(id) == SOLVENCY_ACCEPTED && id[32] == 0xAB);
  CHECK(solvency_relation_id(again) == SOLVENCY_ACCEPTED && memcmp(id, again, 32) == 0);

  CHECK(solvency_parameters(NULL, sizeof text) == SOLVENCY_CALLER_ERROR);
  CHECK(solvency_parameters(text, 10) == SOLVENCY_CALLER_ERROR);
  CHECK(solvency_parameters(text, sizeof text) == SOLVENCY_ACCEPTED);
  CHECK(text[0] == '{' && strstr((const char *)text, "\"log2_rows\":18") != NULL);

  text[0] = 'x';
  CHECK(verify(NULL, 0, NULL, 0, text, sizeof text) == SOLVENCY_CALLER_ERROR && strlen((const char *)text) > 10);
  CHECK(verify(junk, sizeof junk, junk, sizeof junk, text, 4) == SOLVENCY_CALLER_ERROR && text[3] == 0);
  CHECK(verify(junk, sizeof junk, NULL, 1, NULL, 0) == SOLVENCY_CALLER_ERROR);
  CHECK(verify(NULL, 1, junk, sizeof junk, NULL, 99) == SOLVENCY_CALLER_ERROR);
  return 0;
}
