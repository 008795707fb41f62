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

// The same with rows of four floats.
void twin_batch_reset_single(twin_batch *b, uint64_t seed, float *observations);
void twin_batch_step_single(
    twin_batch *b, const int64_t *actions, float *observations, float *final_observations,
    double *rewards, uint8_t *endings);

void twin_single_reset(twin_single *s, uint64_t seed, double observation[4]);

// One step with auto-reset; three times sigma * normal noise on each component where sigma > 0.
uint8_t twin_single_step(
    twin_single *s, int action, double sigma, const uint32_t purposes[3], double observation[4],
    double *reward);

// Pendulum and mountain car with rows of floats; lanes restart like those of the cart-pole. The mountain car
// uses the columns as position and velocity.

typedef struct {
  size_t lanes;
  double *angle, *rate;
  uint32_t *steps, *episodes, *key0, *key1;
} twin_plane;

void twin_pendulum_reset(twin_plane *p, uint64_t seed, float *observations);
void twin_pendulum_step(
    twin_plane *p, const float *actions, float *observations, float *final_observations, double *rewards,
    uint8_t *endings);
void twin_car_reset(twin_plane *p, uint64_t seed, float *observations);
void twin_car_step(
    twin_plane *p, const int64_t *actions, float *observations, float *final_observations, double *rewards,
    uint8_t *endings);

// A finite world as a table: row (s, a) has `width` entries, and entry j is drawn when j of the row's running
// sums are at most the draw. All lanes start in `first`.

typedef struct {
  size_t lanes;
  int64_t action_count, width, first;
  uint32_t horizon;
  const double *sums, *rewards;
  const int32_t *next;
  const uint8_t *endings;
  int64_t *states;
  uint32_t *steps, *episodes, *key0, *key1;
} twin_table;

void twin_table_reset(twin_table *t, uint64_t seed, int64_t *observations);
void twin_table_step(
    twin_table *t, const int64_t *actions, int64_t *observations, int64_t *final_observations,
    double *rewards, uint8_t *endings);

#endif
