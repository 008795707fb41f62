#include "CTwin.h"
#include "common.h"

#define PI 3.141592653589793

static void start_clocks(
    size_t lanes, uint64_t seed, uint32_t *steps, uint32_t *episodes, uint32_t *key0, uint32_t *key1) {
  for (size_t i = 0; i < lanes; i++) {
    lane_key(seed, i, &key0[i], &key1[i]);
    steps[i] = episodes[i] = 0;
  }
}

INLINE double uniform_in(double low, double high, double u) {
  double value = low + (high - low) * u;
  return value < high ? value : nextafter(high, low);
}

// ---- Pendulum ------------------------------------------------------------------------------------

INLINE void pendulum_observe(const twin_plane *p, size_t i, float *row) {
  double sine, cosine;
  sin_cos(p->angle[i], &sine, &cosine);
  row[0] = (float)cosine;
  row[1] = (float)sine;
  row[2] = (float)p->rate[i];
}

static __attribute__((noinline)) void pendulum_begin(twin_plane *p, size_t i, float *row) {
  block4 b = philox(0, 0, p->episodes[i], 1, p->key0[i], p->key1[i]);
  p->angle[i] = uniform_in(-PI, PI, unit(b.w[0], b.w[1]));
  p->rate[i] = uniform_in(-1, 1, unit(b.w[2], b.w[3]));
  p->steps[i] = 0;
  pendulum_observe(p, i, row);
}

void twin_pendulum_reset(twin_plane *p, uint64_t seed, float *observations) {
  start_clocks(p->lanes, seed, p->steps, p->episodes, p->key0, p->key1);
  for (size_t i = 0; i < p->lanes; i++) pendulum_begin(p, i, observations + 3 * i);
}

void twin_pendulum_step(
    twin_plane *p, const float *restrict actions, float *restrict observations, float *restrict finals,
    double *restrict rewards, uint8_t *restrict endings) {
  const double gravity = 10, mass = 1, length = 1, dt = 0.05;
  size_t n = p->lanes;
  double *restrict angles = p->angle, *restrict rates = p->rate;
  uint32_t *restrict steps = p->steps;
  for (size_t i = 0; i < n; i++) {
    double motor = clip_finite(actions[i], -2, 2), angle = wrap_angle(angles[i]), sine, cosine;
    rewards[i] = -(angle * angle + 0.1 * (rates[i] * rates[i]) + 0.001 * (motor * motor));
    sin_cos(angles[i], &sine, &cosine);
    double acceleration = 3 * gravity / (2 * length) * sine + 3 / (mass * (length * length)) * (motor + 0.0);
    double rate = clip_finite(rates[i] + acceleration * dt, -8, 8);
    double next = angles[i] + rate * dt;
    rates[i] = rate;
    angles[i] = next;
    sin_cos(next, &sine, &cosine);
    observations[3 * i] = (float)cosine;
    observations[3 * i + 1] = (float)sine;
    observations[3 * i + 2] = (float)rate;
    steps[i]++;
    endings[i] = (uint8_t)((steps[i] >= 200) << 1);
  }
#define PENDULUM_AGAIN(i)                                              \
  memcpy(finals + 3 * (i), observations + 3 * (i), 3 * sizeof(float)); \
  p->episodes[i]++;                                                    \
  pendulum_begin(p, i, observations + 3 * (i))
  FOR_ENDED(n, endings, PENDULUM_AGAIN);
}

// ---- Mountain car --------------------------------------------------------------------------------

static __attribute__((noinline)) void car_begin(twin_plane *p, size_t i, float *row) {
  block4 b = philox(0, 0, p->episodes[i], 1, p->key0[i], p->key1[i]);
  p->angle[i] = uniform_in(-0.6, -0.4, unit(b.w[0], b.w[1]));
  p->rate[i] = 0;
  p->steps[i] = 0;
  row[0] = (float)p->angle[i];
  row[1] = 0;
}

void twin_car_reset(twin_plane *p, uint64_t seed, float *observations) {
  start_clocks(p->lanes, seed, p->steps, p->episodes, p->key0, p->key1);
  for (size_t i = 0; i < p->lanes; i++) car_begin(p, i, observations + 2 * i);
}

void twin_car_step(
    twin_plane *p, const int64_t *restrict actions, float *restrict observations, float *restrict finals,
    double *restrict rewards, uint8_t *restrict endings) {
  size_t n = p->lanes;
  double *restrict positions = p->angle, *restrict velocities = p->rate;
  uint32_t *restrict steps = p->steps;
  for (size_t i = 0; i < n; i++) {
    double thrust = (double)(int32_t)(actions[i] - 1) * 0.001 + 0.0, sine, cosine;
    sin_cos(3 * positions[i], &sine, &cosine);
    double v = clip_finite(velocities[i] + (thrust - 0.0025 * cosine), -0.07, 0.07);
    double x = clip_finite(positions[i] + v, -1.2, 0.6);
    v = ((x == -1.2) & (v < 0)) ? 0 : v;
    positions[i] = x;
    velocities[i] = v;
    observations[2 * i] = (float)x;
    observations[2 * i + 1] = (float)v;
    rewards[i] = -1;
    steps[i]++;
    endings[i] = (uint8_t)(((x >= 0.5) & (v >= 0)) | ((steps[i] >= 200) << 1));
  }
#define CAR_AGAIN(i)                                                   \
  memcpy(finals + 2 * (i), observations + 2 * (i), 2 * sizeof(float)); \
  p->episodes[i]++;                                                    \
  car_begin(p, i, observations + 2 * (i))
  FOR_ENDED(n, endings, CAR_AGAIN);
}

// ---- Finite worlds -------------------------------------------------------------------------------

void twin_table_reset(twin_table *t, uint64_t seed, int64_t *observations) {
  start_clocks(t->lanes, seed, t->steps, t->episodes, t->key0, t->key1);
  for (size_t i = 0; i < t->lanes; i++) observations[i] = t->states[i] = t->first;
}

void twin_table_step(
    twin_table *t, const int64_t *restrict actions, int64_t *restrict observations,
    int64_t *restrict finals, double *restrict rewards, uint8_t *restrict endings) {
  size_t n = t->lanes;
  int64_t width = t->width;
  int64_t *restrict states = t->states;
  uint32_t *restrict steps = t->steps;
  const double *restrict sums = t->sums;
  double draws[256];
  for (size_t start = 0; start < n; start += 256) {
    size_t end = start + 256 < n ? start + 256 : n;
    if (width > 1) {
      for (size_t i = start; i < end; i++) {
        block4 b = philox(0, steps[i], t->episodes[i], 0, t->key0[i], t->key1[i]);
        draws[i - start] = unit(b.w[0], b.w[1]);
      }
    }
    for (size_t i = start; i < end; i++) {
      int64_t row = (states[i] * t->action_count + actions[i]) * width, entry = row;
      for (int64_t j = 0; j < width - 1; j++) entry += draws[i - start] >= sums[row + j];
      observations[i] = states[i] = t->next[entry];
      rewards[i] = t->rewards[entry];
      steps[i]++;
      endings[i] = (uint8_t)(t->endings[entry] | ((steps[i] >= t->horizon) << 1));
    }
  }
#define TABLE_AGAIN(i)           \
  finals[i] = observations[i];   \
  t->episodes[i]++;              \
  steps[i] = 0;                  \
  observations[i] = states[i] = t->first
  FOR_ENDED(n, endings, TABLE_AGAIN);
}
