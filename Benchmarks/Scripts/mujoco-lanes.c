// Time of an environment step on MuJoCo by the way lanes are kept, one thread, processor time.
//
//   m=$PWD/.libraries/mujoco; flags="-O3 -march=native -ffp-contract=off -I$m/include"
//   gcc $flags -o /tmp/mujoco-lanes Benchmarks/Scripts/mujoco-lanes.c $m/libmujoco.so.4.0.0 -Wl,-rpath,$m -lm
//   /tmp/mujoco-lanes hopper 64 12800          world (hopper, half-cheetah, ant), lanes, environment steps
//   /tmp/mujoco-lanes hopper 64 12800 lean     the same with idle stages of the engine off
//   /tmp/mujoco-lanes hopper 64 engine [lean]  one lane after another, engine alone, in turns (below)
//   /tmp/mujoco-lanes hopper 64 scratch [lean] the way "scratch" in turns
//
// In turns with other programs (Benchmarks/python/locomotion.py): for a line "reset SEED STEPS" on standard input
// it starts all lanes and plays them that many steps; for "play STEPS" it does so and tells the processor time.
//
// Every way runs the same lanes: random actions, observation and reward by Gymnasium's formulas, restart at the
// end. The sum over the lanes' last observations is printed, equal where bits are equal.
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <mujoco/mjbatch.h>
#include <mujoco/mujoco.h>

enum { HOPPER, HALF_CHEETAH, ANT, WORLDS };
static const char* const names[WORLDS] = {"hopper", "half-cheetah", "ant"};
static const int skips[WORLDS] = {4, 5, 5};
static const int widths[WORLDS] = {11, 17, 105};
static int world;

typedef struct {
  uint64_t luck;
  int time;
  long ended;
  double x;  // carried from step to step
  double reward;
  double observation[105];
} Lane;

static double processor_time(void) {
  struct timespec t;
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
  return t.tv_sec + 1e-9 * t.tv_nsec;
}

// SplitMix64's upper 24 bits as a number in [-1, 1).
static double uniform(uint64_t* state) {
  uint64_t z = (*state += 0x9E3779B97F4A7C15ull);
  z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9ull;
  z = (z ^ (z >> 27)) * 0x94D049BB133111EBull;
  return 2 * ((double)((z ^ (z >> 31)) >> 40) * 0x1p-24) - 1;
}

static void silence(const mjLogMessage* message) { (void)message; }
static double cut(double value, double bound) { return fmin(fmax(value, -bound), bound); }
static double position(const mjData* d) { return world == ANT ? d->xpos[3] : d->qpos[0]; }

static int over(const mjData* d) {
  if (world == HOPPER) return !(d->qpos[1] > 0.7 && fabs(d->qpos[2]) < 0.2);
  return world == ANT && !(d->qpos[2] >= 0.2 && d->qpos[2] <= 1.0);
}

static void restart(const mjModel* m, mjData* d, Lane* lane) {
  double noise = world == HOPPER ? 0.005 : 0.1;
  mj_resetData(m, d);
  for (int i = 0; i < m->nq; i++) d->qpos[i] += noise * uniform(&lane->luck);
  for (int i = 0; i < m->nv; i++) d->qvel[i] += noise * uniform(&lane->luck);
  mj_forward(m, d);
  lane->time = 0;
  lane->ended++;
  lane->x = position(d);
}

static void engine_steps(const mjModel* m, mjData* d, Lane* lane) {
  for (int i = 0; i < m->nu; i++) d->ctrl[i] = uniform(&lane->luck);
  for (int k = 0; k < skips[world]; k++) mj_step(m, d);
}

static void engine_alone(const mjModel* m, mjData* d, Lane* lane) {
  engine_steps(m, d, lane);
  if (++lane->time >= 1000 || over(d)) restart(m, d, lane);
}

static void environment_step(const mjModel* m, mjData* d, Lane* lane) {
  engine_steps(m, d, lane);
  if (world == ANT) mj_rnePostConstraint(m, d);
  double x = position(d), velocity = (x - lane->x) / (m->opt.timestep * skips[world]), effort = 0, contact = 0;
  for (int i = 0; i < m->nu; i++) effort += d->ctrl[i] * d->ctrl[i];
  double* o = lane->observation;
  for (int i = world == ANT ? 2 : 1; i < m->nq; i++) *o++ = d->qpos[i];
  for (int i = 0; i < m->nv; i++) *o++ = world == HOPPER ? cut(d->qvel[i], 10) : d->qvel[i];
  if (world == ANT) {
    for (int i = 6; i < 6 * m->nbody; i++) {
      *o = cut(d->cfrc_ext[i], 1);
      contact += *o * *o;
      o++;
    }
  }
  double healthy = world == HALF_CHEETAH ? 0 : !over(d);
  const double weights[WORLDS] = {1e-3, 0.1, 0.5};
  lane->reward = velocity + healthy - (weights[world] * effort + 5e-4 * contact);
  lane->x = x;
  if (++lane->time >= 1000 || over(d)) restart(m, d, lane);
}

static void apply(const mjModel* m, mjData* d, int sim, void* lanes) {
  environment_step(m, d, (Lane*)lanes + sim);
}

static void report(const char* way, double seconds, long steps, const Lane* lanes, int count) {
  double sum = 0;
  for (int i = 0; i < count; i++) {
    for (int k = 0; k < widths[world]; k++) sum += lanes[i].observation[k];
  }
  printf("%-12s %-34s %8.2f us a step   sum %.17g\n", names[world], way, 1e6 * seconds / steps, sum);
  fflush(stdout);
}

static void fresh_from(Lane* lanes, int count, uint64_t seed) {
  memset(lanes, 0, count * sizeof *lanes);
  for (int i = 0; i < count; i++) lanes[i].luck = 7919ull * i + 1 + (seed << 32);
}

static void fresh(Lane* lanes, int count) { fresh_from(lanes, count, 0); }

static void batch(const mjModel* m, Lane* lanes, int count, int rounds, int persistent, const char* way) {
  char error[1000] = "";
  mjBatchConfig config;
  mjb_defaultConfig(&config);
  config.nthread = 1;
  config.persistent = persistent;
  mjBatch* b = mjb_makeBatch(m, count, &config, error, sizeof error);
  if (!b) {
    fprintf(stderr, "%s: %s\n", way, error);
    exit(1);
  }
  mjData* d = mj_makeData(m);
  fresh(lanes, count);
  for (int i = 0; i < count; i++) {
    restart(m, d, lanes + i);
    mj_getState(m, d, mjb_state(b) + (size_t)i * mjb_nstate(b), mjSTATE_INTEGRATION);
  }
  double start = processor_time();
  for (int j = 0; j < rounds; j++) mjb_apply(b, NULL, count, apply, lanes, 1);
  report(way, processor_time() - start, (long)rounds * count, lanes, count);
  mj_deleteData(d);
  mjb_deleteBatch(b);
}

static void scratch(const mjModel* m, Lane* lanes, int count, int rounds) {
  const int signature = mjSTATE_QPOS | mjSTATE_QVEL | mjSTATE_WARMSTART;
  int size = mj_stateSize(m, signature);
  double* states = calloc((size_t)count * size, sizeof(double));
  mjData* d = mj_makeData(m);
  fresh(lanes, count);
  for (int i = 0; i < count; i++) {
    restart(m, d, lanes + i);
    mj_getState(m, d, states + (size_t)i * size, signature);
  }
  double start = processor_time();
  for (int j = 0; j < rounds; j++) {
    for (int i = 0; i < count; i++) {
      mj_setState(m, d, states + (size_t)i * size, signature);
      environment_step(m, d, lanes + i);
      mj_getState(m, d, states + (size_t)i * size, signature);
    }
  }
  report("scratch mjData, compact state", processor_time() - start, (long)rounds * count, lanes, count);
  mj_deleteData(d);
  free(states);
}

static void one_each(const mjModel* m, Lane* lanes, int count, int rounds) {
  mjData** data = calloc(count, sizeof *data);
  fresh(lanes, count);
  for (int i = 0; i < count; i++) restart(m, data[i] = mj_makeData(m), lanes + i);
  double start = processor_time();
  for (int j = 0; j < rounds; j++) {
    for (int i = 0; i < count; i++) environment_step(m, data[i], lanes + i);
  }
  report("mjData a lane", processor_time() - start, (long)rounds * count, lanes, count);
  for (int i = 0; i < count; i++) mj_deleteData(data[i]);
  free(data);
}

static void single(const mjModel* m, Lane* lane, long steps, int whole) {
  mjData* d = mj_makeData(m);
  fresh(lane, 1);
  restart(m, d, lane);
  double start = processor_time();
  for (long i = 0; i < steps; i++) {
    if (whole) {
      environment_step(m, d, lane);
    } else {
      engine_alone(m, d, lane);
    }
  }
  report(whole ? "one lane" : "one lane, engine alone", processor_time() - start, steps, lane, 1);
  mj_deleteData(d);
}

// Seconds that `steps` steps of every lane take: lane by lane with states exchanged off the clock, so that each
// step finds its mjData where the last one left it, or all lanes a step at a time.
static double play(const mjModel* m, mjData* d, Lane* lanes, double* states, int count, long steps, int alone) {
  const int signature = mjSTATE_QPOS | mjSTATE_QVEL | mjSTATE_WARMSTART;
  int size = mj_stateSize(m, signature);
  double seconds = 0, start = processor_time();
  for (int i = 0; alone && i < count; i++) {
    mj_setState(m, d, states + (size_t)i * size, signature);
    start = processor_time();
    for (long k = 0; k < steps; k++) engine_alone(m, d, lanes + i);
    seconds += processor_time() - start;
    mj_getState(m, d, states + (size_t)i * size, signature);
  }
  for (long k = 0; !alone && k < steps; k++) {
    for (int i = 0; i < count; i++) {
      mj_setState(m, d, states + (size_t)i * size, signature);
      environment_step(m, d, lanes + i);
      mj_getState(m, d, states + (size_t)i * size, signature);
    }
  }
  return alone ? seconds : processor_time() - start;
}

static void turns(const mjModel* m, Lane* lanes, int count, int alone) {
  const int signature = mjSTATE_QPOS | mjSTATE_QVEL | mjSTATE_WARMSTART;
  int size = mj_stateSize(m, signature);
  double* states = calloc((size_t)count * size, sizeof(double));
  mjData* d = mj_makeData(m);
  unsigned long long seed;
  long steps, ended;
  char word[8];
  while (scanf("%7s", word) == 1) {
    if (!strcmp(word, "reset") && scanf("%llu %ld", &seed, &steps) == 2) {
      fresh_from(lanes, count, seed);
      for (int i = 0; i < count; i++) {
        restart(m, d, lanes + i);
        mj_getState(m, d, states + (size_t)i * size, signature);
      }
      play(m, d, lanes, states, count, steps, alone);
      printf("{}\n");
    } else if (!strcmp(word, "play") && scanf("%ld", &steps) == 1) {
      for (int i = 0; i < count; i++) lanes[i].ended = 0;
      double seconds = play(m, d, lanes, states, count, steps, alone);
      ended = 0;
      for (int i = 0; i < count; i++) ended += lanes[i].ended;
      printf("{\"seconds\": %.9g, \"steps\": %ld, \"ended\": %ld}\n", seconds, steps * count, ended);
    } else {
      fprintf(stderr, "'%s': say 'reset SEED STEPS' or 'play STEPS'\n", word);
      exit(2);
    }
    fflush(stdout);
  }
  mj_deleteData(d);
  free(states);
}

int main(int count, char** arguments) {
  for (world = 0; count > 3 && world < WORLDS && strcmp(arguments[1], names[world]); world++) {
  }
  int n = count > 3 ? atoi(arguments[2]) : 0;
  long steps = count > 3 ? atol(arguments[3]) : 0;
  int alone = count > 3 && !strcmp(arguments[3], "engine");
  int in_turns = alone || (count > 3 && !strcmp(arguments[3], "scratch"));
  if (count <= 3 || world == WORLDS || n < 1 || (!in_turns && steps < n)) {
    fprintf(stderr, "usage: mujoco-lanes hopper|half-cheetah|ant LANES STEPS|engine|scratch [lean]\n");
    return 2;
  }
  mju_setLogHandler(silence);
  char path[200], error[1000] = "";
  snprintf(path, sizeof path, "Assets/MuJoCo/%s.xml", names[world]);
  mjModel* m = mj_loadXML(path, NULL, error, sizeof error);
  if (!m) {
    fprintf(stderr, "%s: %s\n", path, error);
    return 1;
  }
  if (count > 4) m->opt.disableflags |= mjDSBL_ISLAND | mjDSBL_SENSOR | mjDSBL_EQUALITY | mjDSBL_FRICTIONLOSS;
  Lane* lanes = calloc(n, sizeof *lanes);
  int rounds = (int)(steps / n);
  if (in_turns) turns(m, lanes, n, alone);
  for (int round = 0; !in_turns && round < 3; round++) {
    single(m, lanes, steps, 0);
    single(m, lanes, steps, 1);
    scratch(m, lanes, n, rounds);
    batch(m, lanes, n, rounds, 0, "mjb_apply, compact");
    batch(m, lanes, n, rounds, 1, "mjb_apply, mjData a lane");
    one_each(m, lanes, n, rounds);
  }
  free(lanes);
  mj_deleteModel(m);
}
