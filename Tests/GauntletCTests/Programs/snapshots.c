/* Restores snapshots with a number changed and the checksum made right again, and plays on.
 *
 *     snapshots STRIDE
 *
 * Every world, with rules that remember rows; every STRIDE-th byte of a snapshot is the start of a hostile
 * number. Such a snapshot is refused or played; it never ends the program. */
#include "gauntlet.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static char list[1u << 16];
static unsigned char actions[1u << 12], snapshot[1u << 16], changed[1u << 16];
static double observations[1u << 10];

static void die(const char *what) {
  fprintf(stderr, "snapshots: %s\n", what);
  exit(1);
}

static void forge(unsigned char *bytes, uint64_t count) {
  uint64_t start = 4 + (bytes[0] | (uint64_t)bytes[1] << 8), index, sum = 0xCBF29CE484222325u;
  if (start + 8 > count) return;
  for (index = start; index < count - 8; index += 1) sum = (sum ^ bytes[index]) * 0x100000001B3u;
  for (index = 0; index < 8; index += 1) bytes[count - 8 + index] = (unsigned char)(sum >> (8 * index));
}

int main(int count, char **arguments) {
  static const char *rules[] = {
      "", " | action-delay(steps=2)", " | repeat-action(steps=2)", " | sticky-action(probability=0.5)",
      " | observation-delay(steps=2)", " | dropout(probability=0.5)", " | stuck(probability=0.5,duration=3)",
      " | replace-action(probability=0.5,schedule=bernoulli:0.5,count=3)",
      " | uncertain(box=all,nature=per-episode)", " | reward-delay(steps=2)"};
  static const double numbers[] = {1e300, -1, 4294967296.0, 0.5, -1e-300, 7};
  uint64_t stride = count > 1 ? strtoull(arguments[1], NULL, 10) : 1;
  uint64_t restored = 0, refused = 0;
  const char *at = list;
  if (gauntlet_list(list, sizeof list, NULL) != GAUNTLET_OK) die("no list");
  while ((at = strstr(at, "\"id\": \"")) != NULL) {
    size_t rule;
    at += 7;
    for (rule = 0; rule < sizeof rules / sizeof rules[0]; rule += 1) {
      char recipe[512];
      gauntlet_handle handle;
      gauntlet_shape shape = {sizeof(gauntlet_shape)};
      gauntlet_columns columns = {sizeof(gauntlet_columns)};
      gauntlet_environment_options options = {sizeof(gauntlet_environment_options)};
      uint64_t needed, place;
      size_t number;
      int step;
      snprintf(recipe, sizeof recipe, "%.*s%s", (int)strcspn(at, "\""), at, rules[rule]);
      options.observation_element = GAUNTLET_FLOAT64;
      if (gauntlet_make_environment(recipe, &options, &handle) != GAUNTLET_OK) continue;
      if (gauntlet_get_shape(handle, &shape) != GAUNTLET_OK) die("no shape");
      columns.actions.data = actions;
      columns.actions.bytes = shape.action_width * (shape.action_element == GAUNTLET_FLOAT32 ? 4 : 8);
      columns.actions.element = shape.action_element;
      columns.observations.data = observations;
      columns.observations.bytes = shape.observation_width * 8;
      columns.observations.element = GAUNTLET_FLOAT64;
      if (gauntlet_bind(handle, &columns) != GAUNTLET_OK) die("cannot bind");
      if (gauntlet_reset(handle, 3) != GAUNTLET_OK) die("cannot reset");
      for (step = 0; step < 3; step += 1)
        if (gauntlet_step(handle) == GAUNTLET_NEEDS_RESET) gauntlet_reset_lanes(handle, NULL, 0, NULL, 0);
      if (gauntlet_save(handle, snapshot, sizeof snapshot, &needed) != GAUNTLET_OK) die("cannot save");
      for (place = 0; place + 8 <= needed; place += stride) {
        for (number = 0; number < sizeof numbers / sizeof numbers[0]; number += 1) {
          memcpy(changed, snapshot, needed);
          memcpy(changed + place, &numbers[number], 8);
          forge(changed, needed);
          if (gauntlet_restore(handle, changed, needed) != GAUNTLET_OK) {
            refused += 1;
            continue;
          }
          restored += 1;
          for (step = 0; step < 6; step += 1) {
            gauntlet_status status = gauntlet_step(handle);
            uint64_t component;
            if (status == GAUNTLET_NEEDS_RESET) gauntlet_reset_lanes(handle, NULL, 0, NULL, 0);
            else if (status != GAUNTLET_OK) die("a step failed");
            for (component = 0; component < shape.observation_width; component += 1)
              if (!isfinite(observations[component])) die("an observation is not finite");
          }
        }
      }
      gauntlet_close(handle);
    }
  }
  printf("%llu restored, %llu refused\n", (unsigned long long)restored, (unsigned long long)refused);
  return restored == 0 || refused == 0;
}
