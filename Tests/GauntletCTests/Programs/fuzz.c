/* Calls every function of gauntlet.h with random and hostile arguments.
 *
 *     fuzz SEED CALLS [SECONDS]
 *
 * What must hold: no call ends the process, every status is one of the header's, every failure has a text,
 * nothing is written outside the memory that was offered, and what a step writes is finite. The calls depend on
 * SEED alone. It stops after CALLS calls or SECONDS seconds, whichever comes first, and prints how often each
 * status was returned. */
#define _POSIX_C_SOURCE 200809L
#include "fuzz-luck.h"
#include "gauntlet.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

/* ---- Handles ---- */

enum { MOST_HANDLES = 24, MOST_BOUND = 13 };
struct column {
  unsigned char *data;
  uint64_t bytes;
  int32_t element;
};
struct known {
  gauntlet_handle handle;
  int is_open;
  gauntlet_shape shape;
  /* A copy of the columns that are bound, in memory that this handle keeps. */
  int is_bound;
  struct column columns[MOST_BOUND];
  unsigned char *memory;
};
static struct known handles[MOST_HANDLES];

/* Mostly one that is open. */
static struct known *any_known(void) {
  int tries = 6;
  struct known *known = &handles[below(MOST_HANDLES)];
  while (!known->is_open && tries-- > 0) known = &handles[below(MOST_HANDLES)];
  return known;
}

static gauntlet_handle any_handle(void) {
  gauntlet_handle handle = any_known()->handle;
  if (one_in(30)) return luck();
  if (one_in(30)) return hostile_size();
  if (one_in(30)) return handle + (1ull << 32);
  if (one_in(30)) return handle - 1;
  return handle;
}

/* A handle that this program has not got from the library, or no longer. */
static gauntlet_handle stray_handle(void) {
  gauntlet_handle handle = any_handle();
  int index;
  for (index = 0; index < MOST_HANDLES; index += 1)
    if (handles[index].handle == handle) return 0;
  return handle;
}

/* ---- Statuses ---- */

static uint64_t calls, counts[GAUNTLET_NOT_BOUND + 1];

static gauntlet_status checked(gauntlet_status status) {
  char message[8192];
  calls += 1;
  if (status < GAUNTLET_OK || status > GAUNTLET_NOT_BOUND) die("an unknown status was returned");
  counts[status] += 1;
  if (status != GAUNTLET_OK && one_in(8)) {
    if (gauntlet_last_status() != status) die("the last status is another");
    if (gauntlet_last_error(message, sizeof message, NULL) == GAUNTLET_OK) {
      if (strlen(message) < 10) die("a failure says nothing");
      if (strchr(message, '\n') != NULL) die("a failure's text has more than one line");
    }
    if (strlen(gauntlet_status_name(status)) < 5) die("a status has no name");
  }
  return status;
}

/* ---- Calls ---- */

static void call_text(void) {
  uint64_t capacity = one_in(3) ? below(200) : sizeof big_text, needed = 0;
  char *buffer = one_in(10) ? NULL : big_text;
  uint64_t *where = one_in(10) ? NULL : &needed;
  if (one_in(20)) where = (uint64_t *)((char *)&needed + 1);
  if (buffer == NULL && one_in(2)) capacity = 0;
  switch (below(5)) {
    case 0: checked(gauntlet_list(buffer, capacity, where)); break;
    case 1: checked(gauntlet_list_rules(buffer, capacity, where)); break;
    case 2: calls += 1; gauntlet_last_error(buffer, capacity, where); break;
    case 3: calls += 1; gauntlet_status_name((gauntlet_status)luck()); break;
    default: checked(gauntlet_describe(one_in(30) ? NULL : any_recipe(), buffer, capacity, where));
  }
}

static void take(struct known *known, gauntlet_handle handle) {
  if (known->is_open) checked(gauntlet_close(known->handle));
  free(known->memory);
  memset(known, 0, sizeof *known);
  known->handle = handle;
  known->is_open = 1;
  known->shape.size = sizeof known->shape;
  if (gauntlet_get_shape(handle, &known->shape) != GAUNTLET_OK) memset(&known->shape, 0, sizeof known->shape);
}

static void call_close(void) {
  struct known *known = any_known();
  if (one_in(6)) {
    checked(gauntlet_close(any_handle()));
    return; /* It may have closed any of them: later calls find out. */
  }
  if (known->is_open) checked(gauntlet_close(known->handle));
  known->is_open = 0;
}

static uint64_t element_size(int32_t element) {
  return element == GAUNTLET_UINT8 ? 1 : element == GAUNTLET_FLOAT32 ? 4 : 8;
}

/* Writes numbers into an action or nature column: mostly inside, sometimes hostile. */
static void fill_actions(struct column *column, const gauntlet_shape *shape, int is_nature) {
  uint64_t count = column->data == NULL ? 0 : column->bytes / element_size(column->element);
  uint64_t index;
  int is_hostile = one_in(8);
  for (index = 0; index < count; index += 1) {
    double number = (double)below(2001) / 1000.0 - 1.0;
    if (is_hostile && one_in(4)) number = hostile_number();
    if (column->element == GAUNTLET_INT64) {
      uint64_t most = shape->action_categories > 0 && !is_nature ? shape->action_categories : 2;
      ((int64_t *)column->data)[index] = (int64_t)(is_hostile && one_in(4) ? hostile_size() : below(most));
    } else if (column->element == GAUNTLET_FLOAT32) {
      ((float *)column->data)[index] = (float)number;
    } else {
      ((double *)column->data)[index] = number;
    }
  }
}

/* Columns for `shape` in memory from `make`; about one in `fault` of their fields is wrong. */
static void make_columns(
    const gauntlet_shape *shape, gauntlet_columns *columns, struct column kept[MOST_BOUND], uint64_t fault) {
  uint64_t lanes = shape->lanes;
  int32_t numbers = GAUNTLET_FLOAT64, flags = GAUNTLET_UINT8;
  uint64_t widths[MOST_BOUND];
  int32_t elements[MOST_BOUND];
  gauntlet_target *targets[MOST_BOUND];
  int index;
  memset(columns, 0, sizeof *columns);
  columns->size = one_in(fault) ? hostile_size() : sizeof *columns;
  widths[0] = shape->action_width, elements[0] = shape->action_element;
  widths[1] = shape->nature_width, elements[1] = shape->nature_element;
  widths[2] = shape->observation_width, elements[2] = shape->observation_element;
  targets[2] = &columns->observations;
  widths[3] = shape->observation_width, elements[3] = shape->observation_element;
  targets[3] = &columns->final_observations;
  widths[4] = 1, elements[4] = numbers, targets[4] = &columns->rewards;
  widths[5] = shape->cost_count, elements[5] = numbers, targets[5] = &columns->costs;
  widths[6] = 1, elements[6] = flags, targets[6] = &columns->endings;
  widths[7] = 1, elements[7] = flags, targets[7] = &columns->terminated;
  widths[8] = 1, elements[8] = flags, targets[8] = &columns->truncated;
  widths[9] = 1, elements[9] = numbers, targets[9] = &columns->true_rewards;
  widths[10] = shape->cost_count, elements[10] = numbers, targets[10] = &columns->true_costs;
  widths[11] = shape->margin_count, elements[11] = numbers, targets[11] = &columns->margins;
  widths[12] = shape->diagnostic_count, elements[12] = numbers, targets[12] = &columns->diagnostics;
  for (index = 0; index < MOST_BOUND; index += 1) {
    struct column column;
    column.bytes = lanes * widths[index] * element_size(elements[index]);
    column.element = elements[index];
    column.data = index > 0 && one_in(3) ? NULL : fresh(column.bytes);
    if (index == 0 && shape->kind == GAUNTLET_ASYNC && !one_in(fault * 2)) column.data = NULL;
    if (column.data != NULL) memset(column.data, 0, (size_t)column.bytes);
    kept[index] = column;
    if (column.data != NULL && one_in(fault)) {
      switch (below(4)) {
        case 0: if (element_size(column.element) > 1) column.data += 1 + below(3); break;
        case 1: column.bytes = one_in(2) ? hostile_size() : column.bytes + 1; break;
        case 2: column.element = (int32_t)below(6); break;
        default: column.data = NULL;
      }
    }
    if (index < 2) {
      gauntlet_source *source = index == 0 ? &columns->actions : &columns->nature;
      source->data = column.data, source->bytes = column.bytes, source->element = column.element;
      source->reserved = one_in(fault * 8);
    } else {
      gauntlet_target *target = targets[index];
      target->data = column.data, target->bytes = column.bytes, target->element = column.element;
      target->reserved = one_in(fault * 8);
    }
  }
  if (one_in(fault)) columns->rewards.data = columns->true_rewards.data;
}

static void check_written(const struct column kept[MOST_BOUND]) {
  int index;
  for (index = 0; index < MOST_BOUND; index += 1) check_guards(kept[index].data, kept[index].bytes);
  for (index = 2; index < MOST_BOUND; index += 1) {
    uint64_t count = kept[index].bytes / element_size(kept[index].element), at;
    if (kept[index].data == NULL) continue;
    for (at = 0; at < count; at += 1) {
      switch (kept[index].element) {
        case GAUNTLET_FLOAT32:
          if (!isfinite(((float *)kept[index].data)[at])) die("an observation is not finite");
          break;
        case GAUNTLET_FLOAT64:
          if (index != 11 && index != 12 && !isfinite(((double *)kept[index].data)[at]))
            die("a number is not finite");
          break;
        case GAUNTLET_UINT8:
          if (kept[index].data[at] > 7) die("an ending is unknown");
          break;
        default: break;
      }
    }
  }
}

/* Binds columns in memory of their own, which lives as long as the handle. */
static void bind(struct known *known, gauntlet_handle handle, uint64_t fault) {
  gauntlet_columns columns;
  struct column kept[MOST_BOUND];
  unsigned char *shared = arena, *memory;
  size_t size = arena_size, used = arena_used;
  uint64_t row = known->shape.action_width + known->shape.nature_width + 2 * known->shape.observation_width +
                 2 * known->shape.cost_count + known->shape.margin_count + known->shape.diagnostic_count + 8;
  uint64_t bytes = known->shape.lanes * row * 8 + (MOST_BOUND + 1) * 4 * GUARD;
  if (known->shape.lanes > 100000 || bytes > (64u << 20)) return;
  memory = malloc((size_t)bytes + GUARD);
  if (memory == NULL) return;
  arena = memory + (GUARD - (uintptr_t)memory % GUARD) % GUARD;
  arena_size = (size_t)bytes;
  arena_used = 0;
  make_columns(&known->shape, &columns, kept, fault);
  if (checked(gauntlet_bind(handle, &columns)) == GAUNTLET_OK && handle == known->handle) {
    free(known->memory);
    known->memory = memory;
    known->is_bound = 1;
    memcpy(known->columns, kept, sizeof kept);
  } else {
    free(memory);
  }
  arena = shared, arena_size = size, arena_used = used;
}

static void call_bind(void) {
  struct known *known = any_known();
  gauntlet_columns columns;
  gauntlet_handle handle = one_in(20) ? stray_handle() : known->handle;
  if (one_in(30)) {
    checked(gauntlet_bind(handle, NULL));
    if (handle == known->handle) known->is_bound = 0;
  } else if (one_in(50)) {
    checked(gauntlet_bind(handle, (const gauntlet_columns *)((char *)&columns + 1)));
  } else {
    bind(known, handle, one_in(3) ? 4 : 1000000);
  }
}

static int32_t any_element(void) { return one_in(8) ? (int32_t)luck() : one_in(2) ? 0 : (int32_t)below(6); }

static void call_make(void) {
  gauntlet_handle handle = 0;
  gauntlet_handle *where = one_in(40) ? NULL : &handle;
  const char *text = one_in(40) ? NULL : any_recipe();
  gauntlet_status status;
  switch (below(8)) {
    case 0: status = checked(gauntlet_make_table(text, where)); break;
    case 1: case 2: case 3: {
      gauntlet_environment_options options;
      memset(&options, 0, sizeof options);
      options.size = one_in(20) ? hostile_size() : sizeof options;
      options.horizon = one_in(2) ? 0 : one_in(4) ? hostile_size() : 1 + below(50);
      options.observation_element = any_element();
      options.action_element = any_element();
      options.nature_element = any_element();
      options.reserved = one_in(30);
      status = checked(gauntlet_make_environment(text, one_in(3) ? NULL : &options, where));
      break;
    }
    default: {
      gauntlet_batch_options options;
      memset(&options, 0, sizeof options);
      options.size = one_in(20) ? hostile_size() : sizeof options;
      options.lanes = one_in(10) ? hostile_size() : below(one_in(20) ? 5000 : 40);
      options.horizon = one_in(2) ? 0 : one_in(4) ? hostile_size() : 1 + below(50);
      options.threads = one_in(30) ? (uint32_t)hostile_size() : (uint32_t)below(4);
      options.reset_rule = one_in(20) ? (int32_t)luck() : (int32_t)below(3);
      options.observation_element = any_element();
      options.action_element = any_element();
      options.nature_element = any_element();
      if (one_in(4)) {
        if (!one_in(6)) options.reset_rule = GAUNTLET_RESET_SAME_STEP;
        if (!one_in(6)) options.nature_element = 0;
        status = checked(gauntlet_make_async(text, one_in(10) ? NULL : &options, where));
      } else {
        status = checked(gauntlet_make_batch(text, one_in(10) ? NULL : &options, where));
      }
    }
  }
  if (status == GAUNTLET_OK) {
    struct known *known = &handles[below(MOST_HANDLES)];
    if (handle == 0) die("a handle is 0");
    take(known, handle);
    if (!one_in(6)) {
      bind(known, known->handle, 1000000);
      if (!one_in(6)) checked(gauntlet_reset(known->handle, luck()));
    }
  } else if (handle != 0) {
    die("a handle was stored by a call that failed");
  }
}

static void call_reset(void) {
  struct known *known = any_known();
  gauntlet_handle handle = one_in(20) ? any_handle() : known->handle;
  uint8_t mask[5000];
  uint64_t seeds[5000];
  uint64_t lanes = known->shape.lanes, index;
  if (one_in(2)) {
    checked(gauntlet_reset(handle, luck()));
    return;
  }
  if (lanes > 5000) return;
  for (index = 0; index < lanes; index += 1) {
    mask[index] = one_in(2) ? 0 : (uint8_t)luck();
    seeds[index] = luck();
  }
  checked(gauntlet_reset_lanes(
      handle, one_in(3) ? NULL : mask, one_in(10) ? hostile_size() : lanes,
      one_in(2) ? NULL : one_in(20) ? (uint64_t *)((char *)seeds + 1) : seeds, one_in(10) ? hostile_size() : lanes));
  checked(gauntlet_reset_lanes(handle, one_in(2) ? mask : NULL, one_in(2) ? lanes : 0, NULL, 0));
  checked(gauntlet_reset_lanes(handle, NULL, 0, one_in(2) ? seeds : NULL, one_in(2) ? lanes : 0));
}

static void call_step(void) {
  struct known *known = any_known();
  uint64_t count = 1 + below(20);
  if (one_in(20)) {
    checked(gauntlet_step(stray_handle()));
    return;
  }
  while (count-- > 0) {
    gauntlet_status status;
    if (known->is_bound) {
      fill_actions(&known->columns[0], &known->shape, 0);
      fill_actions(&known->columns[1], &known->shape, 1);
    }
    status = checked(gauntlet_step(known->handle));
    if (status == GAUNTLET_BAD_HANDLE || status == GAUNTLET_NOT_BOUND) return;
    if (status == GAUNTLET_OK) {
      if (!known->is_bound) die("a step without columns succeeded");
      check_written(known->columns);
    }
    if (status == GAUNTLET_NEEDS_RESET) {
      if (one_in(2)) checked(gauntlet_reset(known->handle, below(100)));
      else checked(gauntlet_reset_lanes(known->handle, NULL, 0, NULL, 0));
    }
  }
}

static void call_step_into(void) {
  struct known *known = any_known();
  gauntlet_columns columns;
  struct column kept[MOST_BOUND];
  arena_used = 0;
  if (known->shape.lanes > 10000) return;
  make_columns(&known->shape, &columns, kept, one_in(3) ? 6 : 1000000);
  fill_actions(&kept[0], &known->shape, 0);
  fill_actions(&kept[1], &known->shape, 1);
  if (checked(gauntlet_step_into(one_in(10) ? stray_handle() : known->handle, one_in(40) ? NULL : &columns)) ==
      GAUNTLET_OK)
    check_written(kept);
}

static void call_rollout(void) {
  struct known *known = any_known();
  gauntlet_shape shape = known->shape;
  gauntlet_columns columns;
  struct column kept[MOST_BOUND];
  uint64_t steps = below(6);
  arena_used = 0;
  if (shape.lanes > 1000) return;
  shape.lanes *= steps;
  make_columns(&shape, &columns, kept, one_in(3) ? 6 : 1000000);
  if (!one_in(20)) columns.nature.data = NULL;
  fill_actions(&kept[0], &shape, 0);
  if (checked(gauntlet_rollout_into(
          one_in(10) ? stray_handle() : known->handle, one_in(20) ? hostile_size() : steps,
          one_in(40) ? NULL : &columns)) == GAUNTLET_OK)
    check_written(kept);
}

/* Sends some lanes and receives all, some or none of them. */
static void call_async(void) {
  struct known *known = any_known();
  struct column actions;
  int32_t lanes[1000];
  uint64_t count = known->shape.lanes, sent, received = 0, index, tries;
  for (tries = 0; known->shape.kind != GAUNTLET_ASYNC && tries < 16; tries += 1) known = any_known();
  count = known->shape.lanes;
  if (count == 0 || count > 1000) return;
  sent = below(count + 1);
  for (index = 0; index < sent; index += 1)
    lanes[index] = (int32_t)(one_in(200) ? hostile_size() : (index + calls % count) % count);
  arena_used = 0;
  actions.element = known->shape.action_element;
  actions.bytes = sent * known->shape.action_width * element_size(actions.element);
  actions.data = fresh(actions.bytes);
  if (actions.data != NULL) fill_actions(&actions, &known->shape, 0);
  checked(gauntlet_send(
      one_in(20) ? any_handle() : known->handle, one_in(40) ? NULL : lanes, one_in(20) ? hostile_size() : sent,
      one_in(40) ? NULL : actions.data, one_in(20) ? hostile_size() : actions.bytes));
  if (checked(gauntlet_receive(
          one_in(20) ? any_handle() : known->handle, one_in(20) ? hostile_size() : one_in(3) ? 0 : sent,
          one_in(40) ? NULL : lanes, one_in(20) ? below(count) : count, one_in(40) ? NULL : &received)) ==
      GAUNTLET_OK) {
    for (index = 0; index < received; index += 1)
      if (lanes[index] < 0 || (uint64_t)lanes[index] >= count) die("a lane was received that is none");
  }
}

/* Makes the checksum of changed bytes right again: damage that only the library's reader can notice. */
static void forge(unsigned char *bytes, uint64_t count) {
  uint64_t start, index, sum = 0xCBF29CE484222325u;
  if (count < 16) return;
  start = 4 + (bytes[0] | (uint64_t)bytes[1] << 8 | (uint64_t)bytes[2] << 16);
  if (start + 8 > count) return;
  for (index = start; index < count - 8; index += 1) sum = (sum ^ bytes[index]) * 0x100000001B3u;
  for (index = 0; index < 8; index += 1) bytes[count - 8 + index] = (unsigned char)(sum >> (8 * index));
}

static void call_snapshot(void) {
  struct known *from = any_known(), *to = one_in(2) ? from : any_known();
  uint64_t needed = 0, count;
  static unsigned char bytes[1u << 20];
  checked(gauntlet_save(from->handle, NULL, 0, one_in(20) ? NULL : &needed));
  if (needed > sizeof bytes) return;
  if (one_in(10)) checked(gauntlet_save(from->handle, bytes, below(needed + 1), &needed));
  if (checked(gauntlet_save(from->handle, bytes, sizeof bytes, &needed)) != GAUNTLET_OK) return;
  count = needed;
  if (one_in(3)) {
    uint64_t faults = 1 + below(4);
    int is_forged = one_in(2);
    while (faults-- > 0 && needed > 0) {
      uint64_t at = below(needed);
      if (one_in(2) && needed > 8) {
        double number = hostile_number();
        at = below(needed - 8);
        memcpy(bytes + at, &number, 8);
      } else {
        bytes[at] = (unsigned char)luck();
      }
    }
    if (!is_forged && one_in(3)) count = below(needed + 20);
    if (is_forged) forge(bytes, count);
  }
  checked(gauntlet_restore(to->handle, one_in(40) ? NULL : bytes, count));
  if (one_in(40)) checked(gauntlet_restore(to->handle, bytes, 1ull << 62));
}

static void call_clone(void) {
  gauntlet_handle clone = 0;
  if (checked(gauntlet_clone(any_handle(), one_in(20) ? NULL : &clone)) == GAUNTLET_OK) take(any_known(), clone);
}

static void call_look(void) {
  double values[64];
  uint64_t needed = 0;
  gauntlet_clock clock;
  gauntlet_shape shape;
  memset(&clock, 0, sizeof clock);
  memset(&shape, 0, sizeof shape);
  clock.size = one_in(10) ? hostile_size() : sizeof clock;
  shape.size = one_in(10) ? hostile_size() : sizeof shape;
  switch (below(4)) {
    case 0: checked(gauntlet_get_clock(any_handle(), one_in(20) ? NULL : &clock)); break;
    case 1: checked(gauntlet_get_shape(any_handle(), one_in(20) ? NULL : &shape)); break;
    case 2:
      checked(gauntlet_read(
          any_handle(), one_in(8) ? (int32_t)luck() : 1 + (int32_t)below(5), one_in(10) ? NULL : values,
          one_in(3) ? below(64) : 64, one_in(10) ? NULL : &needed));
      break;
    default:
      checked(gauntlet_set_parameter(
          any_handle(), one_in(8) ? hostile_size() : below(6), one_in(2) ? hostile_number() : (double)below(100) / 50));
  }
}

static void call_render(void) {
  uint64_t width = one_in(6) ? hostile_size() : 1 + below(80), height = one_in(6) ? hostile_size() : 1 + below(80);
  uint32_t channels = one_in(10) ? (uint32_t)luck() : 3 + (uint32_t)below(2);
  unsigned char *pixels;
  arena_used = 0;
  pixels = width <= 4096 && height <= 4096 && channels <= 4 ? fresh(width * height * channels) : arena;
  if (pixels == NULL) pixels = arena;
  checked(gauntlet_render(
      any_handle(), width, height, channels, one_in(20) ? NULL : pixels,
      one_in(10) || pixels == arena ? hostile_size() >> 62 : width * height * channels));
  if (pixels != arena) check_guards(pixels, width * height * channels);
}

static void call_table(void) {
  gauntlet_table_counts table;
  gauntlet_table places;
  gauntlet_handle handle = any_handle();
  memset(&table, 0, sizeof table);
  memset(&places, 0, sizeof places);
  table.size = one_in(20) ? hostile_size() : sizeof table;
  places.size = one_in(20) ? hostile_size() : sizeof places;
  arena_used = 0;
  if (checked(gauntlet_get_table_counts(handle, one_in(30) ? NULL : &table)) != GAUNTLET_OK) {
    if (one_in(3)) checked(gauntlet_copy_table(handle, one_in(30) ? NULL : &places));
    return;
  }
  places.next.bytes = one_in(10) ? hostile_size() : table.entries * 8;
  places.next.data = fresh(table.entries * 8);
  places.next.element = one_in(10) ? (int32_t)below(6) : GAUNTLET_INT64;
  places.initial.bytes = table.states * 8;
  places.initial.data = fresh(table.states * 8);
  places.initial.element = GAUNTLET_FLOAT64;
  places.endings.bytes = table.entries;
  places.endings.data = one_in(2) ? places.next.data : fresh(table.entries);
  places.endings.element = GAUNTLET_UINT8;
  checked(gauntlet_copy_table(handle, &places));
}

static void call_any(void) {
  uint64_t what = below(100);
  if (what < 3) call_text();
  else if (what < 17) call_make();
  else if (what < 18) call_close();
  else if (what < 24) call_bind();
  else if (what < 38) call_reset();
  else if (what < 62) call_step();
  else if (what < 66) call_rollout();
  else if (what < 72) call_async();
  else if (what < 78) call_step_into();
  else if (what < 84) call_snapshot();
  else if (what < 87) call_clone();
  else if (what < 94) call_look();
  else if (what < 97) call_render();
  else call_table();
}

int main(int count, char **arguments) {
  uint64_t seed = count > 1 ? strtoull(arguments[1], NULL, 10) : 1;
  uint64_t most = count > 2 ? strtoull(arguments[2], NULL, 10) : 20000;
  double seconds = count > 3 ? strtod(arguments[3], NULL) : 1e9;
  time_t start = time(NULL);
  unsigned char *memory;
  int status;
  luck_state = seed;
  arena_size = 64u << 20;
  memory = malloc(arena_size + GUARD);
  if (memory == NULL) die("no memory");
  arena = memory + (GUARD - (uintptr_t)memory % GUARD) % GUARD;
  learn();
  while (calls < most && difftime(time(NULL), start) < seconds) call_any();
  printf("seed %llu: %llu calls", (unsigned long long)seed, (unsigned long long)calls);
  for (status = 0; status <= GAUNTLET_NOT_BOUND; status += 1)
    printf(", %s %llu", gauntlet_status_name(status) + 9, (unsigned long long)counts[status]);
  printf("\n");
  for (status = 0; status < MOST_HANDLES; status += 1) {
    if (handles[status].is_open) gauntlet_close(handles[status].handle);
    free(handles[status].memory);
  }
  free(memory);
  return 0;
}
