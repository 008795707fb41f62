/* Handles across a fork and between threads. */
#define _POSIX_C_SOURCE 200809L
#include "gauntlet.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#define REQUIRE(condition) \
  do { \
    if (!(condition)) { \
      fprintf(stderr, "line %d: %s\n", __LINE__, #condition); \
      _exit(1); \
    } \
  } while (0)

enum { LANES = 4096 };

struct play {
  gauntlet_handle handle;
  int64_t actions[LANES];
  double rewards[LANES];
};

/* A batch of `lanes` cart-poles, or a single one for 0, ready to step. */
static void prepare(struct play *play, uint64_t lanes, uint32_t threads) {
  gauntlet_columns columns = {sizeof(gauntlet_columns)};
  if (lanes == 0) {
    lanes = 1;
    REQUIRE(gauntlet_make_environment("cart-pole-v1?horizon=1000000", NULL, &play->handle) == GAUNTLET_OK);
  } else {
    gauntlet_batch_options options = {sizeof(gauntlet_batch_options)};
    options.lanes = lanes;
    options.threads = threads;
    options.reset_rule = GAUNTLET_RESET_SAME_STEP;
    REQUIRE(gauntlet_make_batch("cart-pole-v1", &options, &play->handle) == GAUNTLET_OK);
  }
  memset(play->actions, 0, sizeof play->actions);
  columns.actions.data = play->actions;
  columns.actions.bytes = lanes * sizeof(int64_t);
  columns.actions.element = GAUNTLET_INT64;
  columns.rewards.data = play->rewards;
  columns.rewards.bytes = lanes * sizeof(double);
  columns.rewards.element = GAUNTLET_FLOAT64;
  REQUIRE(gauntlet_bind(play->handle, &columns) == GAUNTLET_OK);
  REQUIRE(gauntlet_reset(play->handle, 1) == GAUNTLET_OK);
}

static struct play batch, single, own, shared;

static void check_fork(void) {
  pid_t child;
  int status;
  char message[512];
  prepare(&batch, LANES, 2);
  prepare(&single, 0, 1);
  REQUIRE(gauntlet_step(batch.handle) == GAUNTLET_OK);
  child = fork();
  REQUIRE(child >= 0);
  if (child == 0) {
    alarm(60);
    REQUIRE(gauntlet_step(batch.handle) == GAUNTLET_FORKED);
    REQUIRE(gauntlet_last_error(message, sizeof message, NULL) == GAUNTLET_OK);
    REQUIRE(strstr(message, "make a new one in this process") != NULL);
    REQUIRE(gauntlet_step(single.handle) == GAUNTLET_FORKED);
    REQUIRE(gauntlet_reset(single.handle, 1) == GAUNTLET_FORKED);
    REQUIRE(gauntlet_close(batch.handle) == GAUNTLET_FORKED);
    prepare(&own, LANES, 2);
    REQUIRE(own.handle != batch.handle && own.handle != single.handle);
    REQUIRE(gauntlet_step(own.handle) == GAUNTLET_OK);
    REQUIRE(gauntlet_close(own.handle) == GAUNTLET_OK);
    /* A grandchild has an age of its own. */
    prepare(&own, 0, 1);
    child = fork();
    if (child == 0) _exit(gauntlet_step(own.handle) == GAUNTLET_FORKED ? 0 : 1);
    REQUIRE(waitpid(child, &status, 0) == child && WIFEXITED(status) && WEXITSTATUS(status) == 0);
    REQUIRE(gauntlet_step(own.handle) == GAUNTLET_OK);
    _exit(0);
  }
  REQUIRE(waitpid(child, &status, 0) == child && WIFEXITED(status) && WEXITSTATUS(status) == 0);
  REQUIRE(gauntlet_step(batch.handle) == GAUNTLET_OK);
  REQUIRE(gauntlet_step(single.handle) == GAUNTLET_OK);
  REQUIRE(gauntlet_close(batch.handle) == GAUNTLET_OK);
  REQUIRE(gauntlet_close(single.handle) == GAUNTLET_OK);
  printf("child refused, child plays, parent plays\n");
}

struct tally {
  uint64_t played, refused;
};

/* Steps one batch from several threads: each call either plays or is turned away. */
static void *hammer(void *context) {
  struct tally *tally = context;
  struct play *mine = malloc(sizeof *mine);
  int round;
  REQUIRE(mine != NULL);
  for (round = 0; round < 300; round += 1) {
    gauntlet_status status = gauntlet_step(shared.handle);
    if (status == GAUNTLET_OK) tally->played += 1;
    else if (status == GAUNTLET_BUSY) tally->refused += 1;
    else REQUIRE(!"neither played nor turned away");
    if (round % 30 == 0) {
      gauntlet_status last;
      prepare(mine, 1 + (uint64_t)round, 1);
      REQUIRE(gauntlet_step(mine->handle) == GAUNTLET_OK);
      REQUIRE(gauntlet_close(mine->handle) == GAUNTLET_OK);
      REQUIRE(gauntlet_step(mine->handle) == GAUNTLET_BAD_HANDLE);
      last = gauntlet_last_status();
      REQUIRE(last == GAUNTLET_BAD_HANDLE);
    }
  }
  free(mine);
  return NULL;
}

static void check_threads(void) {
  enum { THREADS = 4 };
  pthread_t threads[THREADS];
  struct tally tallies[THREADS];
  uint64_t played = 0, refused = 0;
  int index;
  prepare(&shared, LANES, 2);
  memset(tallies, 0, sizeof tallies);
  for (index = 0; index < THREADS; index += 1)
    REQUIRE(pthread_create(&threads[index], NULL, hammer, &tallies[index]) == 0);
  for (index = 0; index < THREADS; index += 1) {
    REQUIRE(pthread_join(threads[index], NULL) == 0);
    played += tallies[index].played;
    refused += tallies[index].refused;
  }
  REQUIRE(played > 0 && played + refused == THREADS * 300);
  REQUIRE(gauntlet_close(shared.handle) == GAUNTLET_OK);
  printf("threads took turns\n");
}

int main(void) {
  setvbuf(stdout, NULL, _IONBF, 0);
  check_fork();
  check_threads();
  return 0;
}
