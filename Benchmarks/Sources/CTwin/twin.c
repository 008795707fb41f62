#include "CTwin.h"
#include <math.h>
#include <string.h>

#define TIME_STEP 0.02
#define HORIZON 500
#define ANGLE_LIMIT (12 * 2 * 3.141592653589793 / 360)
#define INLINE static inline __attribute__((always_inline))

// ---- Philox4x32-10 -------------------------------------------------------------------------------

typedef struct { uint32_t w[4]; } block4;

INLINE block4 philox(uint32_t c0, uint32_t c1, uint32_t c2, uint32_t c3, uint32_t k0, uint32_t k1) {
  for (int round = 0; round < 10; round++) {
    uint64_t low = (uint64_t)c0 * 0xD2511F53u, high = (uint64_t)c2 * 0xCD9E8D57u;
    c0 = (uint32_t)(high >> 32) ^ c1 ^ k0;
    c1 = (uint32_t)high;
    c2 = (uint32_t)(low >> 32) ^ c3 ^ k1;
    c3 = (uint32_t)low;
    k0 += 0x9E3779B9u;
    k1 += 0xBB67AE85u;
  }
  return (block4){{c0, c1, c2, c3}};
}

INLINE double unit(uint32_t low, uint32_t high) {
  return (double)(((uint64_t)high << 32 | low) >> 11) * 0x1p-53;
}

// ---- Elementary functions ------------------------------------------------------------------------

INLINE uint64_t bits_of(double x) { uint64_t u; memcpy(&u, &x, 8); return u; }
INLINE double double_of(uint64_t u) { double x; memcpy(&x, &u, 8); return x; }

INLINE void sin_cos(double x, double *sine_out, double *cosine_out) {
  double size = double_of(bits_of(x) & 0x7FFFFFFFFFFFFFFFu);
  double shifted = size * 0x1.45f306dc9c883p-1 + 0x1.8p52;
  double k = shifted - 0x1.8p52;
  double first = size - k * 0x1.921fb54400000p+0;
  double part2 = k * 0x1.0b4611a600000p-34;
  double second = first - part2;
  double low2 = (first - second) - part2;
  double part3 = k * 0x1.3198a2e000000p-69;
  double high = second - part3;
  double low3 = (second - high) - part3;
  double low = low2 + (low3 - k * 0x1.b839a252049c1p-104);
  double z = high * high, z2 = z * z;
  double s01 = -0x1.5555555555549p-3 + z * 0x1.111111110f880p-7;
  double s23 = -0x1.a01a019c125abp-13 + z * 0x1.71de357864e02p-19;
  double s45 = -0x1.ae5e66c81233ap-26 + z * 0x1.5d932b73e21b2p-33;
  double s = s01 + z2 * (s23 + z2 * s45);
  double c01 = 0x1.555555555554cp-5 - z * 0x1.6c16c16c15186p-10;
  double c23 = 0x1.a01a019cb2865p-16 - z * 0x1.27e4f80a84630p-22;
  double c45 = 0x1.1ee9ec4fc0bfdp-29 - z * 0x1.8faed2bdd56bep-37;
  double c = c01 + z2 * (c23 + z2 * c45);
  double half = 0.5 * z;
  double sine = high + (high * z * s + low * (1 - half));
  double head = 1 - half;
  double cosine = head + (((1 - head) - half) + (z2 * c - high * low));
  uint64_t q = bits_of(shifted), mask = 0 - (q & 1);
  uint64_t sb = (bits_of(sine) & ~mask) | (bits_of(cosine) & mask);
  uint64_t cb = (bits_of(cosine) & ~mask) | (bits_of(sine) & mask);
  sb ^= ((q & 2) << 62) ^ (bits_of(x) & 0x8000000000000000u);
  cb ^= ((q + 1) & 2) << 62;
  *sine_out = size <= 0x1p20 ? double_of(sb) : NAN;
  *cosine_out = size <= 0x1p20 ? double_of(cb) : NAN;
}

INLINE double natural_log(double x) { // for normal x > 0
  const uint64_t root_half = 0x3FE6A09E667F3BCDu;
  uint64_t offset = bits_of(x) + (0x3FF0000000000000u - root_half);
  double k = double_of((offset >> 52) | 0x4330000000000000u) - (0x1p52 + 1023);
  double f = double_of((offset & 0x000FFFFFFFFFFFFFu) + root_half) - 1;
  double s = f / (2 + f), z = s * s, z2 = z * z;
  double p01 = 0x1.5555555555592p-1 + z * 0x1.999999997fd9dp-2;
  double p23 = 0x1.24924941f2e0bp-2 + z * 0x1.c71c5207c9ad4p-3;
  double p45 = 0x1.74663f41a4182p-3 + z * 0x1.39a1b13b8cd92p-3;
  double p = p01 + z2 * (p23 + z2 * (p45 + z2 * 0x1.2f05c7027f019p-3));
  double half = 0.5 * f * f;
  double low = s * (half + z * p) + (k * 0x1.a39ef35793c76p-33 + 0);
  return k * 0x1.62e42fee00000p-1 - ((half - low) - f);
}

INLINE void normal_pair(block4 b, double *first, double *second) {
  uint64_t b1 = ((uint64_t)b.w[1] << 32 | b.w[0]) >> 11, b2 = ((uint64_t)b.w[3] << 32 | b.w[2]) >> 11;
  double radius = sqrt(-2 * natural_log((double)(b1 + 1) * 0x1p-53)), sine, cosine;
  sin_cos(0x1.921fb54442d18p+2 * ((double)b2 * 0x1p-53), &sine, &cosine);
  *first = radius * cosine;
  *second = radius * sine;
}

// ---- Cart-pole -----------------------------------------------------------------------------------

INLINE void accelerations(double force, double angle, double rate, double *cart, double *pole) {
  const double gravity = 9.8, mass_pole = 0.1, length = 0.5, total = 1.0 + 0.1, moment = mass_pole * length;
  double sine, cosine;
  sin_cos(angle, &sine, &cosine);
  double t = (force + moment * (rate * rate) * sine) / total;
  *pole = (gravity * sine - cosine * t) / (length * (4.0 / 3.0 - mass_pole * (cosine * cosine) / total));
  *cart = t - moment * *pole * cosine / total;
}

static void first_state(uint32_t key0, uint32_t key1, uint32_t episode, double state[4]) {
  block4 a = philox(0, 0, episode, 1, key0, key1), b = philox(1, 0, episode, 1, key0, key1);
  // Order of the draws: position, velocity, angle, rate; stored as position, angle, velocity, rate.
  state[0] = -0.05 + (0.05 - -0.05) * unit(a.w[0], a.w[1]);
  state[2] = -0.05 + (0.05 - -0.05) * unit(a.w[2], a.w[3]);
  state[1] = -0.05 + (0.05 - -0.05) * unit(b.w[0], b.w[1]);
  state[3] = -0.05 + (0.05 - -0.05) * unit(b.w[2], b.w[3]);
}

static void lane_key(uint64_t seed, uint64_t lane, uint32_t *key0, uint32_t *key1) {
  block4 b = philox(
      (uint32_t)lane, (uint32_t)(lane >> 32), 0x4741554E, 0x544C4554, (uint32_t)seed, (uint32_t)(seed >> 32));
  *key0 = b.w[0];
  *key1 = b.w[1];
}

static __attribute__((noinline)) void reset_lane(twin_batch *b, size_t i, double *row) {
  double state[4];
  first_state(b->key0[i], b->key1[i], b->episodes[i], state);
  b->steps[i] = 0;
  b->position[i] = row[0] = state[0];
  b->angle[i] = row[2] = state[1];
  b->velocity[i] = row[1] = state[2];
  b->rate[i] = row[3] = state[3];
}

void twin_batch_reset(twin_batch *b, uint64_t seed, double *observations) {
  b->seed = seed;
  for (size_t i = 0; i < b->lanes; i++) {
    lane_key(seed, i, &b->key0[i], &b->key1[i]);
    b->episodes[i] = 0;
    reset_lane(b, i, observations + 4 * i);
  }
}

void twin_batch_step(
    twin_batch *b, const int64_t *restrict actions, double *restrict observations,
    double *restrict final_observations, double *restrict rewards, uint8_t *restrict endings) {
  size_t n = b->lanes;
  double *restrict position = b->position, *restrict angle = b->angle;
  double *restrict velocity = b->velocity, *restrict rate = b->rate;
  uint32_t *restrict steps = b->steps;
  for (size_t i = 0; i < n; i++) {
    double cart, pole;
    accelerations(actions[i] == 1 ? 10.0 : -10.0, angle[i], rate[i], &cart, &pole);
    double x = position[i] + TIME_STEP * velocity[i], a = angle[i] + TIME_STEP * rate[i];
    double v = velocity[i] + TIME_STEP * cart, w = rate[i] + TIME_STEP * pole;
    position[i] = x;
    angle[i] = a;
    velocity[i] = v;
    rate[i] = w;
    observations[4 * i] = x;
    observations[4 * i + 1] = v;
    observations[4 * i + 2] = a;
    observations[4 * i + 3] = w;
    rewards[i] = 1;
    uint32_t step = steps[i] + 1;
    steps[i] = step;
    endings[i] = (uint8_t)(((fabs(x) > 2.4) | (fabs(a) > ANGLE_LIMIT)) | ((step >= HORIZON) << 1));
  }
  size_t i = 0;
  for (; i + 8 <= n; i += 8) {
    uint64_t eight;
    memcpy(&eight, endings + i, 8);
    if (eight == 0) continue;
    for (size_t j = i; j < i + 8; j++) {
      if (!endings[j]) continue;
      memcpy(final_observations + 4 * j, observations + 4 * j, 32);
      b->episodes[j]++;
      reset_lane(b, j, observations + 4 * j);
    }
  }
  for (; i < n; i++) {
    if (!endings[i]) continue;
    memcpy(final_observations + 4 * i, observations + 4 * i, 32);
    b->episodes[i]++;
    reset_lane(b, i, observations + 4 * i);
  }
}

// ---- One environment -----------------------------------------------------------------------------

static __attribute__((noinline)) void single_begin(twin_single *s) {
  double state[4];
  first_state(s->key0, s->key1, s->episode, state);
  s->position = state[0];
  s->angle = state[1];
  s->velocity = state[2];
  s->rate = state[3];
  s->step = 0;
}

INLINE void single_observe(
    const twin_single *s, double sigma, const uint32_t purposes[3], double observation[4]) {
  double row[4] = {s->position, s->velocity, s->angle, s->rate};
  if (sigma > 0) {
    for (int rule = 0; rule < 3; rule++) {
      for (int pair = 0; pair < 2; pair++) {
        double first, second;
        normal_pair(philox((uint32_t)pair, s->step, s->episode, purposes[rule], s->key0, s->key1), &first, &second);
        row[2 * pair] += sigma * first;
        row[2 * pair + 1] += sigma * second;
      }
    }
  }
  memcpy(observation, row, sizeof row);
}

static const uint32_t no_purposes[3] = {0, 0, 0};

void twin_single_reset(twin_single *s, uint64_t seed, double observation[4]) {
  lane_key(seed, 0, &s->key0, &s->key1);
  s->episode = 0;
  single_begin(s);
  single_observe(s, 0, no_purposes, observation);
}

uint8_t twin_single_step(
    twin_single *s, int action, double sigma, const uint32_t purposes[3], double observation[4],
    double *reward) {
  double cart, pole;
  accelerations(action == 1 ? 10.0 : -10.0, s->angle, s->rate, &cart, &pole);
  s->position += TIME_STEP * s->velocity;
  s->angle += TIME_STEP * s->rate;
  s->velocity += TIME_STEP * cart;
  s->rate += TIME_STEP * pole;
  s->step++;
  *reward = 1;
  uint8_t ending = (uint8_t)(((fabs(s->position) > 2.4) | (fabs(s->angle) > ANGLE_LIMIT)) | ((s->step >= HORIZON) << 1));
  single_observe(s, sigma, purposes, observation);
  if (ending) {
    s->episode++;
    single_begin(s);
    single_observe(s, sigma, purposes, observation);
  }
  return ending;
}
