/* What fuzz.c draws its calls from: numbers, names, recipes, and memory with guards. */
#ifndef FUZZ_LUCK_H
#define FUZZ_LUCK_H

#include "gauntlet.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- Luck ---- */

static uint64_t luck_state;

static uint64_t luck(void) {
  uint64_t z = (luck_state += 0x9E3779B97F4A7C15u);
  z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
  z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
  return z ^ (z >> 31);
}
static uint64_t below(uint64_t n) { return luck() % n; }
static int one_in(uint64_t n) { return below(n) == 0; }

static const double hostile_numbers[] = {
    0, -0.0, 1, -1, 0.5, 2, 3, 10, 1e308, -1e308, 1e300, 5e-324, 1e-9, 9007199254740991.0, 10000, 2147483648.0,
    4294967296.0, 1e19, -1e19, NAN, INFINITY, -INFINITY, 0.1, 1.0000001, -1.0000001};
static double hostile_number(void) {
  return hostile_numbers[below(sizeof hostile_numbers / sizeof hostile_numbers[0])];
}
static const uint64_t hostile_sizes[] = {
    0, 1, 2, 3, 4, 7, 8, 16, 63, 64, 100, 1000, 4096, 65536, 16777216, 16777217, 2147483647u, 2147483648u,
    4294967295u, 4294967296u, 9223372036854775807u, 9223372036854775808u, 18446744073709551615u};
static uint64_t hostile_size(void) {
  return one_in(4) ? luck() : hostile_sizes[below(sizeof hostile_sizes / sizeof hostile_sizes[0])];
}

/* ---- What the library says there is ---- */

enum { MOST_NAMES = 512, NAME_SIZE = 64 };
struct names {
  int count;
  char text[MOST_NAMES][NAME_SIZE];
};

/* Collects the values of `key` in a JSON text: "key": "value". */
static void collect(const char *json, const char *key, struct names *names) {
  char pattern[80];
  const char *at = json;
  snprintf(pattern, sizeof pattern, "\"%s\": \"", key);
  while ((at = strstr(at, pattern)) != NULL && names->count < MOST_NAMES) {
    size_t length;
    at += strlen(pattern);
    length = strcspn(at, "\"");
    if (length < NAME_SIZE) {
      memcpy(names->text[names->count], at, length);
      names->text[names->count][length] = 0;
      names->count += 1;
    }
  }
}

static char big_text[4u << 20];
static struct names worlds, rules, rule_arguments, world_arguments, words;

static void die(const char *what) {
  fprintf(stderr, "fuzz: %s\n", what);
  exit(1);
}

static void learn(void) {
  int index;
  const char *known[] = {
      "true", "false", "every", "observation", "action", "reward", "cost", "parameters", "scripted", "zero",
      "uniform", "all", "box-1", "per-episode", "per-step", "period:3", "window:1:5", "bernoulli:0.5",
      "trigger:hazardMargin", "4x4", "8x8", "training", "evaluation", "inf", "nan", "x"};
  if (gauntlet_list(big_text, sizeof big_text, NULL) != GAUNTLET_OK) die("no list of worlds");
  collect(big_text, "id", &worlds);
  if (gauntlet_list_rules(big_text, sizeof big_text, NULL) != GAUNTLET_OK) die("no list of rules");
  collect(big_text, "name", &rules);
  rule_arguments = rules;
  for (index = 0; index < worlds.count; index += 1) {
    if (gauntlet_describe(worlds.text[index], big_text, sizeof big_text, NULL) != GAUNTLET_OK)
      die("a world that is listed cannot be described");
    collect(big_text, "name", &world_arguments);
  }
  for (index = 0; index < (int)(sizeof known / sizeof known[0]); index += 1) {
    strcpy(words.text[words.count], known[index]);
    words.count += 1;
  }
}

/* ---- Recipes ---- */

static char recipe[GAUNTLET_TEXT_LIMIT + 64];

static void add(size_t *length, const char *text) {
  size_t count = strlen(text);
  if (*length + count < sizeof recipe) {
    memcpy(recipe + *length, text, count + 1);
    *length += count;
  }
}

static const char *any(struct names *names) { return names->text[below((uint64_t)names->count)]; }

static void add_value(size_t *length, int depth) {
  char number[64];
  switch (below(depth > 2 ? 3 : 5)) {
    case 0: snprintf(number, sizeof number, "%.17g", (double)below(6)); add(length, number); break;
    case 1: snprintf(number, sizeof number, "%.17g", hostile_number()); add(length, number); break;
    case 2: add(length, any(&words)); break;
    case 3: snprintf(number, sizeof number, "%.6g", (double)below(1000) / 500.0 - 0.5); add(length, number); break;
    default: {
      uint64_t count = below(5);
      add(length, "[");
      while (count-- > 0) {
        add_value(length, depth + 1);
        if (count > 0) add(length, ",");
      }
      add(length, "]");
    }
  }
}

static void add_arguments(size_t *length, struct names *names, uint64_t most) {
  uint64_t count = below(most + 1);
  uint64_t index;
  for (index = 0; index < count; index += 1) {
    if (index > 0) add(length, ",");
    add(length, any(names));
    add(length, "=");
    add_value(length, 0);
  }
}

/* Rules whose arguments fit them, so that many recipes can be made. */
static const char *good_rules[] = {
    "gaussian-noise(sigma=0.1)", "gaussian-noise(channel=action,sigma=0.3)", "uniform-noise(width=0.1)",
    "action-delay(steps=2)", "observation-delay(steps=1)", "reward-delay(steps=3)", "sticky-action(probability=0.3)",
    "repeat-action(steps=2)", "replace-action(probability=0.2)", "replace-action(probability=0.2,by=scripted)",
    "dropout(probability=0.2)", "stuck(probability=0.1,duration=3)", "quantise(step=0.1)", "extra-dimensions(count=3)",
    "uncertain(box=all,nature=per-episode)", "uncertain(box=all,nature=per-step)", "drift(parameter=gravity,sigma=0.1)",
    "adversary-seat(channel=parameters)", "adversary-seat(channel=observation,epsilon=0.1)",
    "adversary-seat(channel=action,epsilon=0.1)", "adversary-seat(channel=action,alpha=0.2)",
    "gaussian-noise(channel=reward,sigma=1e308)", "bias(channel=observation,value=1e308)",
    "bias(channel=reward,value=1e308)", "gaussian-noise(sigma=1e308,schedule=bernoulli:0.5)",
    "real-world-easy()", "real-world-medium()", "real-world-hard()"};

/* A text that is often a recipe, sometimes nearly one, sometimes noise. */
static const char *any_recipe(void) {
  size_t length = 0;
  uint64_t count, index;
  if (one_in(40)) {
    count = one_in(4) ? sizeof recipe - 1 : below(300);
    for (index = 0; index < count; index += 1) recipe[index] = (char)(1 + below(255));
    recipe[count] = 0;
    return recipe;
  }
  if (one_in(60)) {
    add(&length, "cart-pole-v1?massPole=");
    for (index = 0; index < 30000; index += 1) add(&length, "[");
    return recipe;
  }
  if (one_in(60)) {
    add(&length, "cart-pole-v1");
    count = below(200);
    for (index = 0; index < count; index += 1) add(&length, " | extra-dimensions(count=10000)");
    return recipe;
  }
  add(&length, any(&worlds));
  if (one_in(4)) {
    add(&length, "?");
    add_arguments(&length, &world_arguments, one_in(3) ? 3 : 1);
  }
  count = below(one_in(3) ? 4 : 2);
  for (index = 0; index < count; index += 1) {
    add(&length, " | ");
    if (one_in(3)) {
      add(&length, any(&rules));
      add(&length, "(");
      add_arguments(&length, &rule_arguments, 3);
      add(&length, ")");
    } else {
      add(&length, good_rules[below(sizeof good_rules / sizeof good_rules[0])]);
    }
  }
  if (one_in(15) && length > 0) {
    count = 1 + below(3);
    while (count-- > 0) recipe[below(length)] = (char)(1 + below(255));
  }
  return recipe;
}

/* ---- Memory with guards ---- */

enum { GUARD = 64 };
static unsigned char *arena;
static size_t arena_size, arena_used;

/* `bytes` of fresh memory at a multiple of 64, with guard bytes on both sides; null where the arena is full. */
static unsigned char *fresh(uint64_t bytes) {
  unsigned char *start;
  size_t whole;
  if (bytes > arena_size || arena_used + bytes + 3 * GUARD > arena_size) return NULL;
  start = arena + arena_used + GUARD;
  whole = (size_t)((bytes + GUARD - 1) / GUARD * GUARD);
  memset(start - GUARD, 0xA5, GUARD);
  memset(start + bytes, 0xA5, whole - (size_t)bytes + GUARD);
  arena_used += whole + 2 * GUARD;
  return start;
}

static void check_guards(const unsigned char *start, uint64_t bytes) {
  int index;
  if (start == NULL) return;
  for (index = 0; index < GUARD; index += 1) {
    if (start[-GUARD + index] != 0xA5 || start[bytes + (uint64_t)index] != 0xA5)
      die("memory outside a buffer was written");
  }
}

#endif
