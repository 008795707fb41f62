/* A hand-written policy on a batch of cart-poles, from C.
 *
 *     c-agent [RECIPE [LANES [THREADS [STEPS [SEED]]]]]
 *
 * Every lane pushes towards the side to which the pole leans and falls. It prints how many episodes ended, their
 * mean return, and a checksum of all that the steps wrote: the same recipe, lanes, steps and seed give the same
 * one at any number of threads. */
#include <gauntlet.h>

#include <stdio.h>
#include <stdlib.h>

/* Prints what the library says was wrong and ends the program. */
static void check(gauntlet_status status, const char *what) {
  char message[1024];
  if (status == GAUNTLET_OK) return;
  if (gauntlet_last_error(message, sizeof message, NULL) != GAUNTLET_OK) message[0] = 0;
  fprintf(stderr, "error: %s: %s: %s\n", what, gauntlet_status_name(status), message);
  exit(1);
}

/* `count` zeroed elements of `size` bytes. */
static void *memory(uint64_t count, size_t size) {
  void *start = calloc(count > 0 ? (size_t)count : 1, size);
  if (start == NULL) {
    fprintf(stderr, "error: out of memory\n");
    exit(1);
  }
  return start;
}

/* FNV-1a over the bytes of a column. */
static uint64_t checksum(uint64_t sum, const void *column, uint64_t bytes) {
  const unsigned char *at = column;
  while (bytes-- > 0) sum = (sum ^ *at++) * 0x100000001B3u;
  return sum;
}

int main(int count, char **arguments) {
  const char *recipe = count > 1 ? arguments[1] : "cart-pole-v1";
  uint64_t steps = count > 4 ? strtoull(arguments[4], NULL, 10) : 1000;
  uint64_t seed = count > 5 ? strtoull(arguments[5], NULL, 10) : 7;
  gauntlet_batch_options options = {sizeof(gauntlet_batch_options)};
  gauntlet_columns columns = {sizeof(gauntlet_columns)};
  gauntlet_shape shape = {sizeof(gauntlet_shape)};
  gauntlet_handle batch;
  int64_t *actions;
  float *observations;
  double *rewards, *returns, total = 0;
  uint8_t *endings;
  uint64_t lane, step, episodes = 0, sum = 0xCBF29CE484222325u;

  if (gauntlet_abi_version() < GAUNTLET_ABI_VERSION) {
    fprintf(stderr, "error: this library is older than its header\n");
    return 1;
  }
  options.lanes = count > 2 ? strtoull(arguments[2], NULL, 10) : 64;
  options.reset_rule = GAUNTLET_RESET_SAME_STEP;
  options.threads = count > 3 ? (uint32_t)strtoul(arguments[3], NULL, 10) : 1;
  check(gauntlet_make_batch(recipe, &options, &batch), "make");
  check(gauntlet_get_shape(batch, &shape), "shape");
  if (shape.action_categories != 2 || shape.observation_width < 4 || shape.observation_element != GAUNTLET_FLOAT32) {
    fprintf(stderr, "error: this policy plays cart-pole; '%s' is something else\n", recipe);
    return 1;
  }

  actions = memory(shape.lanes, sizeof *actions);
  observations = memory(shape.lanes * shape.observation_width, sizeof *observations);
  rewards = memory(shape.lanes, sizeof *rewards);
  endings = memory(shape.lanes, sizeof *endings);
  returns = memory(shape.lanes, sizeof *returns);
  columns.actions.data = actions;
  columns.actions.bytes = shape.lanes * sizeof *actions;
  columns.actions.element = GAUNTLET_INT64;
  columns.observations.data = observations;
  columns.observations.bytes = shape.lanes * shape.observation_width * sizeof *observations;
  columns.observations.element = GAUNTLET_FLOAT32;
  columns.rewards.data = rewards;
  columns.rewards.bytes = shape.lanes * sizeof *rewards;
  columns.rewards.element = GAUNTLET_FLOAT64;
  columns.endings.data = endings;
  columns.endings.bytes = shape.lanes * sizeof *endings;
  columns.endings.element = GAUNTLET_UINT8;
  check(gauntlet_bind(batch, &columns), "bind");

  check(gauntlet_reset(batch, seed), "reset");
  for (step = 0; step < steps; step += 1) {
    for (lane = 0; lane < shape.lanes; lane += 1) {
      const float *seen = observations + lane * shape.observation_width;
      actions[lane] = seen[2] + seen[3] > 0; /* pole angle and angular velocity */
    }
    check(gauntlet_step(batch), "step");
    for (lane = 0; lane < shape.lanes; lane += 1) {
      returns[lane] += rewards[lane];
      if (endings[lane] != 0) {
        episodes += 1;
        total += returns[lane];
        returns[lane] = 0;
      }
    }
    sum = checksum(sum, observations, columns.observations.bytes);
    sum = checksum(sum, rewards, columns.rewards.bytes);
    sum = checksum(sum, endings, columns.endings.bytes);
  }
  check(gauntlet_close(batch), "close");
  printf("%llu episodes, mean return %.3f\n", (unsigned long long)episodes, episodes > 0 ? total / (double)episodes : 0);
  printf("checksum %016llx\n", (unsigned long long)sum);
  free(actions), free(observations), free(rewards), free(endings), free(returns);
  return 0;
}
