#ifndef CTWIN_H
#define CTWIN_H
#include <stddef.h>
#include <stdint.h>

// Cart-pole in C, in double precision, written as one would write it for speed: the yardstick of the
// Swift kernels. Same arithmetic, same generator, same order of operations: the bits must agree.

typedef struct {
  size_t lanes;
  uint64_t seed;
  double *position, *angle, *velocity, *rate;
  uint32_t *steps, *episodes, *key0, *key1;
} twin_batch;

typedef struct {
  double position, angle, velocity, rate;
  uint32_t step, episode, key0, key1;
} twin_single;

void twin_batch_reset(twin_batch *b, uint64_t seed, double *observations);

// One step of every lane with auto-reset in the same step. Rows of four doubles.
void twin_batch_step(
    twin_batch *b, const int64_t *actions, double *observations, double *final_observations,
    double *rewards, uint8_t *endings);

void twin_single_reset(twin_single *s, uint64_t seed, double observation[4]);

// One step with auto-reset; three times sigma * normal noise on each component where sigma > 0.
uint8_t twin_single_step(
    twin_single *s, int action, double sigma, const uint32_t purposes[3], double observation[4],
    double *reward);

#endif
