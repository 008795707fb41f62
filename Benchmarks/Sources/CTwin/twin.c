#include "CTwin.h"
#include "common.h"

#define TIME_STEP 0.02
#define HORIZON 500
#define ANGLE_LIMIT (12 * 2 * 3.141592653589793 / 360)

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

// One set of functions for rows of each type.
#define BATCH(NUMBER, RESET, STEP)                                                                       \
  static __attribute__((noinline)) void RESET##_lane(twin_batch *b, size_t i, NUMBER *row) {             \
    double state[4];                                                                                     \
    first_state(b->key0[i], b->key1[i], b->episodes[i], state);                                          \
    b->steps[i] = 0;                                                                                     \
    row[0] = (NUMBER)(b->position[i] = state[0]);                                                        \
    row[2] = (NUMBER)(b->angle[i] = state[1]);                                                           \
    row[1] = (NUMBER)(b->velocity[i] = state[2]);                                                        \
    row[3] = (NUMBER)(b->rate[i] = state[3]);                                                            \
  }                                                                                                      \
                                                                                                         \
  void RESET(twin_batch *b, uint64_t seed, NUMBER *observations) {                                       \
    b->seed = seed;                                                                                      \
    for (size_t i = 0; i < b->lanes; i++) {                                                              \
      lane_key(seed, i, &b->key0[i], &b->key1[i]);                                                       \
      b->episodes[i] = 0;                                                                                \
      RESET##_lane(b, i, observations + 4 * i);                                                          \
    }                                                                                                    \
  }                                                                                                      \
                                                                                                         \
  void STEP(                                                                                             \
      twin_batch *b, const int64_t *restrict actions, NUMBER *restrict observations,                     \
      NUMBER *restrict finals, double *restrict rewards, uint8_t *restrict endings) {                    \
    size_t n = b->lanes;                                                                                 \
    double *restrict position = b->position, *restrict angle = b->angle;                                 \
    double *restrict velocity = b->velocity, *restrict rate = b->rate;                                   \
    uint32_t *restrict steps = b->steps;                                                                 \
    for (size_t i = 0; i < n; i++) {                                                                     \
      double cart, pole;                                                                                 \
      accelerations(actions[i] == 1 ? 10.0 : -10.0, angle[i], rate[i], &cart, &pole);                    \
      double x = position[i] + TIME_STEP * velocity[i], a = angle[i] + TIME_STEP * rate[i];              \
      double v = velocity[i] + TIME_STEP * cart, w = rate[i] + TIME_STEP * pole;                         \
      position[i] = x;                                                                                   \
      angle[i] = a;                                                                                      \
      velocity[i] = v;                                                                                   \
      rate[i] = w;                                                                                       \
      observations[4 * i] = (NUMBER)x;                                                                   \
      observations[4 * i + 1] = (NUMBER)v;                                                               \
      observations[4 * i + 2] = (NUMBER)a;                                                               \
      observations[4 * i + 3] = (NUMBER)w;                                                               \
      rewards[i] = 1;                                                                                    \
      uint32_t step = steps[i] + 1;                                                                      \
      steps[i] = step;                                                                                   \
      endings[i] = (uint8_t)(((fabs(x) > 2.4) | (fabs(a) > ANGLE_LIMIT)) | ((step >= HORIZON) << 1));    \
    }                                                                                                    \
    FOR_ENDED(n, endings, STEP##_AGAIN);                                                                 \
  }

#define AGAIN(i, RESET)                                                           \
  memcpy(finals + 4 * (i), observations + 4 * (i), 4 * sizeof *observations);     \
  b->episodes[i]++;                                                               \
  RESET##_lane(b, i, observations + 4 * (i))
#define twin_batch_step_AGAIN(i) AGAIN(i, twin_batch_reset)
#define twin_batch_step_single_AGAIN(i) AGAIN(i, twin_batch_reset_single)

BATCH(double, twin_batch_reset, twin_batch_step)
BATCH(float, twin_batch_reset_single, twin_batch_step_single)

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
