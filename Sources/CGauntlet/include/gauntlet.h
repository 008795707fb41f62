/* Gauntlet's environments from C, and from everything that can call C.
 *
 *     gauntlet_handle batch;
 *     gauntlet_batch_options options = {sizeof options};
 *     options.lanes = 1024;
 *     if (gauntlet_make_batch("cart-pole-v1 | action-delay(steps=2)", &options, &batch)) fail();
 *     gauntlet_bind(batch, &columns);       once: the library keeps the pointers
 *     gauntlet_reset(batch, 7);
 *     for (;;) { choose(actions); gauntlet_step(batch); }
 *     gauntlet_close(batch);
 *
 * Rules that hold for every function:
 *
 * - It returns a status, GAUNTLET_OK or why not; on an error nothing was changed except where it says so.
 *   `gauntlet_last_error` tells this thread what was wrong and what to do about it.
 * - Every argument is checked: null pointers, misaligned memory, sizes, element types, numbers that are not
 *   finite or out of range. What cannot be checked is whether a pointer that is not null points to as many
 *   bytes as it claims, and that no other thread writes to a buffer while a call reads it.
 * - Any thread may call it. Two threads may not be inside the same handle at once: the second gets
 *   GAUNTLET_BUSY at once and may try again.
 * - Handles belong to the process that made them: in a child made by fork they give GAUNTLET_FORKED.
 * - Structures begin with `size`, which the caller sets to sizeof of the structure as compiled. Later
 *   versions only append fields, so programs compiled against an older header keep working.
 * - Text is UTF-8 and ends with a zero byte. Functions that write text or bytes take a buffer, its capacity
 *   and where to store the number of bytes needed (for text with the zero byte). With a null buffer and
 *   capacity 0 they store the number and return GAUNTLET_OK; with a capacity that is too small they write
 *   nothing but the number and return GAUNTLET_TOO_SMALL. `needed` may be null where there is a buffer.
 * - Arrays are row-major, one row per lane. Physical units are those that `gauntlet_describe` names; time is
 *   counted in steps.
 */
#ifndef GAUNTLET_H
#define GAUNTLET_H

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* The layout of this header. It grows when a function or field is added, and a library accepts programs
 * written for an older one; see gauntlet_abi_version. */
#define GAUNTLET_ABI_VERSION 1

/* ---- Statuses ------------------------------------------------------------------------------------- */

/* One of the GAUNTLET_ statuses below. */
typedef int32_t gauntlet_status;

#define GAUNTLET_OK 0
/* A null or misaligned pointer, a wrong size or element type, a number out of range. */
#define GAUNTLET_BAD_ARGUMENT 1
/* Not a handle, one that was closed, or one of another kind than the function is for. */
#define GAUNTLET_BAD_HANDLE 2
/* Another thread is inside this handle. */
#define GAUNTLET_BUSY 3
/* The handle was made before this process was forked off; make a new one here. */
#define GAUNTLET_FORKED 4
/* The recipe's text is malformed, or names or values in it are unknown or out of range. */
#define GAUNTLET_BAD_RECIPE 5
/* An action, or nature's action, is not finite or lies outside its space. Nothing was stepped. */
#define GAUNTLET_BAD_ACTION 6
/* No episode is running: reset first (after making, and after an ending where lanes are not reset by
 * themselves). */
#define GAUNTLET_NEEDS_RESET 7
/* The buffer is too small; the size needed was stored. */
#define GAUNTLET_TOO_SMALL 8
/* More than the library's limits or this machine's memory or threads. */
#define GAUNTLET_TOO_LARGE 9
/* This world or this kind of handle does not have what was asked for. */
#define GAUNTLET_UNSUPPORTED 10
/* The bytes are no snapshot, damaged, or of another environment. */
#define GAUNTLET_BAD_SNAPSHOT 11
/* Columns must be bound first; see gauntlet_bind. */
#define GAUNTLET_NOT_BOUND 12

/* The ABI version of the library that was loaded: compare with GAUNTLET_ABI_VERSION, it must not be less. */
uint32_t gauntlet_abi_version(void);

/* The library's version, such as "0.1.0"; lives as long as the program. */
const char *gauntlet_version(void);

/* The name of a status, such as "GAUNTLET_BUSY"; "unknown status" for other numbers. Never null. */
const char *gauntlet_status_name(gauntlet_status status);

/* The status of the last call of this thread that failed; GAUNTLET_OK if none did. Successful calls leave
 * it as it is. */
gauntlet_status gauntlet_last_status(void);

/* What the last failed call of this thread says was wrong and what to do: one line of text, empty if none
 * failed. Its own errors are returned without being remembered. */
gauntlet_status gauntlet_last_error(char *buffer, uint64_t capacity, uint64_t *needed);

/* ---- What there is ---------------------------------------------------------------------------------- */

/* The longest text that is accepted, in bytes, and the most rules of a recipe. */
#define GAUNTLET_TEXT_LIMIT 65536
#define GAUNTLET_RULE_LIMIT 64

/* JSON array of all environments in the order of listings: {"id", "family", "summary"} each. */
gauntlet_status gauntlet_list(char *buffer, uint64_t capacity, uint64_t *needed);

/* JSON array of all rules of recipes: {"name", "summary", "channels", "arguments": [{"name", "form",
 * "standard", "meaning"}]}; "standard" is null where the argument is required. */
gauntlet_status gauntlet_list_rules(char *buffer, uint64_t capacity, uint64_t *needed);

/* JSON object about the environment that a recipe (an id alone is one) describes, as it plays:
 *
 *   "recipe"       the canonical text             "id", "family", "summary"
 *   "observation"  {"element": "float32" | "float64" | "int64", "components": [{"name", "unit", "lower",
 *                  "upper", "categories"}]}; "lower" and "upper" are null where unbounded, "categories" is
 *                  null for continuous components
 *   "action"       the same; "action_names" a name per action of a finite world, else []
 *   "nature"       the components of nature's row, one seat after the other; [] without adversary seats
 *   "horizon"      steps                          "discount" in (0, 1]
 *   "reward_range" [lower, upper], null where unbounded
 *   "is_deterministic", "is_tabular", "has_scene" true or false
 *   "costs"        [{"name", "unit", "is_non_negative", "meaning"}]
 *   "constraints"  [{"name", "cost": index, "requirement", "limit", "threshold", "alpha"}]; requirement is
 *                  "every-step", "expected-return", "discounted-return", "probability" (threshold) or
 *                  "conditional-value-at-risk" (alpha); those that do not apply are null
 *   "parameters"   [{"name", "kind": "physical" | "disturbance", "unit", "nominal", "lower", "upper",
 *                  "meaning"}], nominal as the recipe sets it
 *   "boxes"        [{"name", "parameters": [names]}]
 *   "options"      [{"name", "type": "word" | "integer" | "number" | "flag", "domain": the words, or
 *                  [lower, upper], "standard", "meaning"}]
 *   "diagnostics"  [names]                        "margins" number of margins: one per cost, or 0
 *   "rules"        [{"name", "channel"}], presets expanded
 *
 * Errors: BAD_RECIPE; BAD_ARGUMENT for null or text that is not UTF-8; TOO_LARGE beyond the text limit. */
gauntlet_status gauntlet_describe(const char *recipe, char *buffer, uint64_t capacity, uint64_t *needed);

/* ---- Handles ---------------------------------------------------------------------------------------- */

/* Names one batch, environment or table: an index and a generation, so that a closed handle is never
 * mistaken for its successor. 0 is never a handle. */
typedef uint64_t gauntlet_handle;

/* What a lane does when its episode has ended. */
/* It waits; gauntlet_reset_lanes is due before the next step. Environments do this. */
#define GAUNTLET_RESET_MANUAL 0
/* It starts its next episode in the same step: the observation is the new episode's first, and the old
 * episode's last goes to the final-observation column. */
#define GAUNTLET_RESET_SAME_STEP 1
/* It starts its next episode in the following step, which ignores its action and gives reward 0, costs 0,
 * no ending and the new episode's first observation (Gymnasium's NEXT_STEP). */
#define GAUNTLET_RESET_NEXT_STEP 2

/* Element types of columns. 0 in options means the space's own type. */
#define GAUNTLET_FLOAT32 1
#define GAUNTLET_FLOAT64 2
#define GAUNTLET_INT64 3
/* One byte: flags, masks, pixels. C's and NumPy's bool fit. */
#define GAUNTLET_UINT8 4

/* How a batch is laid out. Fields left 0 have their standard value. */
typedef struct gauntlet_batch_options {
  uint64_t size;    /* sizeof(gauntlet_batch_options) */
  uint64_t lanes;   /* environments stepped together, 1 to GAUNTLET_LANE_LIMIT; 0 counts as 1 */
  uint64_t horizon; /* steps after which an episode is truncated, at most 1e9; 0: as the recipe says */
  uint32_t threads; /* most threads that step, 1 to GAUNTLET_THREAD_LIMIT, more than lanes count as lanes;
                       0 counts as 1. Results do not depend on it. */
  int32_t reset_rule;          /* one of GAUNTLET_RESET_ */
  int32_t observation_element; /* FLOAT32 or FLOAT64, INT64 where all components are categorical */
  int32_t action_element;      /* FLOAT32 or FLOAT64 for continuous actions, INT64 for categorical ones */
  int32_t nature_element;      /* FLOAT32 or FLOAT64; 0 counts as FLOAT32 */
} gauntlet_batch_options;

#define GAUNTLET_LANE_LIMIT 16777216
#define GAUNTLET_THREAD_LIMIT 256
/* Handles that may be open at the same time. */
#define GAUNTLET_HANDLE_LIMIT 65536

/* Makes a batch: many lanes of one recipe, stepped together. `options` may be null.
 *
 * Lane i behaves as an environment made from the same recipe does, whatever the number of lanes or threads.
 * Errors: BAD_RECIPE, BAD_ARGUMENT, TOO_LARGE. */
gauntlet_status gauntlet_make_batch(
    const char *recipe, const gauntlet_batch_options *options, gauntlet_handle *handle);

/* How an environment is laid out. Fields left 0 have their standard value. */
typedef struct gauntlet_environment_options {
  uint64_t size;    /* sizeof(gauntlet_environment_options) */
  uint64_t horizon; /* as in a batch */
  int32_t observation_element;
  int32_t action_element;
  int32_t nature_element;
  int32_t reserved; /* 0 */
} gauntlet_environment_options;

/* Makes a single environment: one lane, with snapshots, clones, drawing and live parameters besides.
 * `options` may be null. Its reset rule is MANUAL. Errors: as gauntlet_make_batch. */
gauntlet_status gauntlet_make_environment(
    const char *recipe, const gauntlet_environment_options *options, gauntlet_handle *handle);

/* Frees what a handle names; the memory that was bound is the caller's again. Errors: BAD_HANDLE (also when
 * closed before), BUSY, FORKED (then nothing is freed: the memory belongs to the parent's threads). */
gauntlet_status gauntlet_close(gauntlet_handle handle);

/* ---- Shapes ----------------------------------------------------------------------------------------- */

#define GAUNTLET_BATCH 1
#define GAUNTLET_ENVIRONMENT 2
#define GAUNTLET_TABLE 3
#define GAUNTLET_ASYNC 4

/* The widths and element types of the columns of a batch or an environment. */
typedef struct gauntlet_shape {
  uint64_t size;               /* sizeof(gauntlet_shape), set by the caller */
  uint64_t lanes;              /* 1 for an environment */
  uint64_t horizon;            /* steps */
  uint64_t observation_width;  /* components of an observation row */
  uint64_t action_width;       /* components of an action row */
  uint64_t action_categories;  /* actions of a discrete space, 0 for continuous actions */
  uint64_t nature_width;       /* components of nature's row: all adversary seats in order */
  uint64_t cost_count;         /* cost channels */
  uint64_t margin_count;       /* cost_count where the world declares margins, else 0 */
  uint64_t diagnostic_count;   /* named scalars of the state */
  uint64_t parameter_count;    /* parameters in schema order */
  int32_t kind;                /* GAUNTLET_BATCH, GAUNTLET_ENVIRONMENT or GAUNTLET_ASYNC */
  int32_t reset_rule;          /* one of GAUNTLET_RESET_ */
  int32_t observation_element; /* one of FLOAT32, FLOAT64, INT64 */
  int32_t action_element;
  int32_t nature_element;
  uint32_t threads; /* most threads that step */
} gauntlet_shape;

/* Tells the shape of a batch or an environment: fills as many bytes as `shape->size` says.
 * Errors: BAD_HANDLE, BAD_ARGUMENT, BUSY, FORKED. */
gauntlet_status gauntlet_get_shape(gauntlet_handle handle, gauntlet_shape *shape);

/* ---- Columns ---------------------------------------------------------------------------------------- */

/* Memory that the library reads. A column that is not offered has null data. */
typedef struct gauntlet_source {
  const void *data; /* aligned to its element */
  uint64_t bytes;   /* exactly as many as the column has */
  int32_t element;  /* what the memory holds: a GAUNTLET_ element type */
  int32_t reserved; /* 0 */
} gauntlet_source;

/* Memory that the library writes. A column that is not wanted has null data. */
typedef struct gauntlet_target {
  void *data;
  uint64_t bytes;
  int32_t element;
  int32_t reserved;
} gauntlet_target;

/* Bits of the endings column. */
#define GAUNTLET_TERMINATED 1 /* the task reached an end of its own: no future to bootstrap from */
#define GAUNTLET_TRUNCATED 2  /* the horizon cut the episode */
#define GAUNTLET_FAILED 4     /* the state stopped being finite; always with TRUNCATED */

/* The caller's memory for stepping. All but `actions` may be left out. No two columns may overlap. */
typedef struct gauntlet_columns {
  uint64_t size; /* sizeof(gauntlet_columns) */

  gauntlet_source actions; /* [lanes, action_width] of the action element type, inside the action space */
  gauntlet_source nature;  /* [lanes, nature_width] of the nature element type, in [-1, 1]: nature's action,
                              read at every step; left out, the seats change nothing */

  gauntlet_target observations;       /* [lanes, observation_width] of the observation element type */
  gauntlet_target final_observations; /* the same; written for lanes whose episode ended in this step */
  gauntlet_target rewards;            /* [lanes] float64 */
  gauntlet_target costs;              /* [lanes, cost_count] float64 */
  gauntlet_target endings;            /* [lanes] uint8, GAUNTLET_TERMINATED | TRUNCATED | FAILED */
  gauntlet_target terminated;         /* [lanes] uint8, 0 or 1 */
  gauntlet_target truncated;          /* [lanes] uint8, 0 or 1 */
  gauntlet_target true_rewards;       /* [lanes] float64, before reward rules */
  gauntlet_target true_costs;         /* [lanes, cost_count] float64, before cost rules */
  gauntlet_target margins;            /* [lanes, margin_count] float64: signed h of the state that the step
                                         led to (before an automatic reset), > 0 where violated */
  gauntlet_target diagnostics;        /* [lanes, diagnostic_count] float64 of the same state */
} gauntlet_columns;

/* Checks the columns and keeps their pointers until the next bind or close; a hot call then takes the handle
 * alone. The memory must stay valid for so long. Null `columns` lets go of all.
 *
 * Errors: BAD_ARGUMENT that names the column, UNSUPPORTED for a column that this environment lacks (nature
 * without seats, margins that the world does not declare). What was bound before stays bound then. */
gauntlet_status gauntlet_bind(gauntlet_handle handle, const gauntlet_columns *columns);

/* ---- Playing ---------------------------------------------------------------------------------------- */

/* Starts episode 0 of `seed` in every lane and writes observations, margins and diagnostics of the first
 * states; rewards, costs and endings become 0. (seed, lane, episode) determines all luck of an episode.
 * Errors: NOT_BOUND, BAD_HANDLE, BUSY, FORKED. */
gauntlet_status gauntlet_reset(gauntlet_handle handle, uint64_t seed);

/* Starts an episode in the lanes where `mask` is not 0, or in every lane where `mask` is null, and writes
 * those lanes' rows as gauntlet_reset does. `mask` has `lanes` bytes, `seeds` has `lanes` numbers.
 *
 * With `seeds`, lane i starts episode 0 of seeds[i] and plays as an environment of that seed does; without,
 * the next episode of its present seed.
 * Errors: as gauntlet_reset; BAD_ARGUMENT for wrong counts; NEEDS_RESET without seeds before the first
 * seed of a lane. */
gauntlet_status gauntlet_reset_lanes(
    gauntlet_handle handle, const uint8_t *mask, uint64_t mask_count, const uint64_t *seeds,
    uint64_t seed_count);

/* Steps every lane with the bound actions and writes the bound columns. Allocates nothing.
 * Errors: BAD_ACTION names the first lane at fault, NEEDS_RESET the first lane that waits; both before
 * anything is stepped. NOT_BOUND, BAD_HANDLE, BUSY, FORKED. */
gauntlet_status gauntlet_step(gauntlet_handle handle);

/* One step over columns that are checked now and not kept. Errors: as gauntlet_bind and gauntlet_step. */
gauntlet_status gauntlet_step_into(gauntlet_handle handle, const gauntlet_columns *columns);

/* The most rows of a column: lanes times steps of a rollout. */
#define GAUNTLET_ROW_LIMIT 1073741824

/* Steps every lane of a batch `steps` times: all columns hold steps * lanes rows, row step * lanes + lane. The
 * same as as many calls of gauntlet_step_into, but lanes need not wait for one another between steps. The
 * actions of all steps are checked before the first. The batch resets in the same step; nature's column is left
 * out. Errors: as gauntlet_step_into; UNSUPPORTED for other reset rules and handles. */
gauntlet_status gauntlet_rollout_into(gauntlet_handle handle, uint64_t steps, const gauntlet_columns *columns);

/* ---- Lanes stepped as they become ready ------------------------------------------------------------------ */

/* Makes a batch for worlds of uneven cost, or for agents that go on with those lanes that are ready:
 * gauntlet_send hands over the actions of some lanes, gauntlet_receive waits for as many as one wants.
 *
 * In `options`, `threads` is the number of threads that step lanes while the caller does other things; with 0,
 * gauntlet_receive steps them. `reset_rule` is SAME_STEP. What happens in a lane is what happens in that lane of
 * a batch; only which lanes are ready first depends on the machine. The handle is closed, bound and reset like a
 * batch; binding waits for lanes under way and asks for a new reset, and between send and receive the bound
 * columns belong to the library, except the rows of lanes that were received.
 * Errors: as gauntlet_make_batch; BAD_ARGUMENT for another reset rule. */
gauntlet_status gauntlet_make_async(
    const char *recipe, const gauntlet_batch_options *options, gauntlet_handle *handle);

/* Hands over the next action of some lanes: `actions` holds `lane_count` rows in the order of `lanes`, and is
 * copied. The bound column of actions stays null. Errors: BAD_ACTION, and BAD_ARGUMENT for a lane that is under
 * way or does not exist: nothing was sent then. NEEDS_RESET, NOT_BOUND. */
gauntlet_status gauntlet_send(
    gauntlet_handle handle, const int32_t *lanes, uint64_t lane_count, const void *actions,
    uint64_t action_bytes);

/* Waits until at least `minimum` of the lanes under way have been stepped, and stores the numbers of as many as
 * fit: their rows of the bound columns hold the results. Errors: BAD_ARGUMENT where fewer than `minimum` lanes
 * are under way or `capacity` is less; NEEDS_RESET, NOT_BOUND. */
gauntlet_status gauntlet_receive(
    gauntlet_handle handle, uint64_t minimum, int32_t *lanes, uint64_t capacity, uint64_t *received);

/* ---- Snapshots -------------------------------------------------------------------------------------- */

/* Writes a batch or an environment as bytes, the same on every platform: recipe, clocks, states, memories of
 * rules. Errors: UNSUPPORTED, TOO_SMALL. */
gauntlet_status gauntlet_save(gauntlet_handle handle, uint8_t *buffer, uint64_t capacity, uint64_t *needed);

/* Takes over what gauntlet_save wrote from a handle with the same recipe, lanes and horizon, also in another
 * process; nothing is written to columns. Errors: BAD_SNAPSHOT (nothing changes then). */
gauntlet_status gauntlet_restore(gauntlet_handle handle, const uint8_t *bytes, uint64_t count);

/* A new environment in the state of this one: they diverge only by their actions. Nothing is bound to it.
 * Errors: BAD_HANDLE for batches. */
gauntlet_status gauntlet_clone(gauntlet_handle handle, gauntlet_handle *clone);

/* ---- Environments only ------------------------------------------------------------------------------ */

/* Where an environment stands. */
typedef struct gauntlet_clock {
  uint64_t size; /* sizeof(gauntlet_clock) */
  uint64_t seed;
  uint64_t episode;    /* since the seed was set; the first is 0 */
  uint64_t step;       /* steps made in this episode */
  uint32_t is_running; /* whether gauntlet_step may be called */
  uint32_t reserved;
} gauntlet_clock;

gauntlet_status gauntlet_get_clock(gauntlet_handle handle, gauntlet_clock *clock);

/* What gauntlet_read reads of the present moment, [width] float64 each. */
#define GAUNTLET_TRUE_OBSERVATION 1 /* [width before observation rules] the observation without rules */
#define GAUNTLET_EXECUTED_ACTION 2  /* [action_width] what the dynamics received last */
#define GAUNTLET_PARAMETERS 3       /* [parameter_count] as they are now */
#define GAUNTLET_MARGINS 4          /* [margin_count] */
#define GAUNTLET_DIAGNOSTICS 5      /* [diagnostic_count] */

/* Writes one of the rows above: `capacity` counts numbers, `needed` receives how many there are; sizes are
 * asked for and refused as with bytes. Errors: BAD_ARGUMENT, TOO_SMALL. */
gauntlet_status gauntlet_read(
    gauntlet_handle handle, int32_t what, double *values, uint64_t capacity, uint64_t *needed);

/* Sets a parameter from the coming step on, over resets, in its own unit. Errors: BAD_ARGUMENT for an unknown
 * index or a value outside the parameter's interval. */
gauntlet_status gauntlet_set_parameter(gauntlet_handle handle, uint64_t index, double value);

/* Draws the present state: `height` rows of `width` pixels of `channels` bytes, 3 (RGB) or 4 (RGBA, straight
 * alpha), the top row first. `bytes` is exactly height * width * channels; sides lie in 1 to 4096.
 * Errors: UNSUPPORTED where the world has no picture, BAD_ARGUMENT. */
gauntlet_status gauntlet_render(
    gauntlet_handle handle, uint64_t width, uint64_t height, uint32_t channels, uint8_t *pixels,
    uint64_t bytes);

/* ---- Exact tables of finite worlds ------------------------------------------------------------------ */

/* The most entries of a table, and the most pairs of states and actions. */
#define GAUNTLET_TABLE_LIMIT 16777216

/* Tabulates the finite world of a recipe, its rules left aside. Errors: BAD_RECIPE, UNSUPPORTED for worlds
 * that are not finite, TOO_LARGE. */
gauntlet_status gauntlet_make_table(const char *recipe, gauntlet_handle *handle);

typedef struct gauntlet_table_counts {
  uint64_t size; /* sizeof(gauntlet_table_counts) */
  uint64_t states;
  uint64_t actions;
  uint64_t costs;   /* cost channels */
  uint64_t entries; /* transitions of positive probability */
} gauntlet_table_counts;

gauntlet_status gauntlet_get_table_counts(gauntlet_handle handle, gauntlet_table_counts *counts);

/* Where to copy a table to. Row (s, a) is the range row_start[s * actions + a] to row_start[s * actions + a
 * + 1] of the arrays over entries. An entry that terminates contributes no future value. */
typedef struct gauntlet_table {
  uint64_t size;               /* sizeof(gauntlet_table) */
  gauntlet_target initial;     /* [states] float64, probability of each first state */
  gauntlet_target row_start;   /* [states * actions + 1] int64 */
  gauntlet_target next;        /* [entries] int64, successor */
  gauntlet_target probability; /* [entries] float64 */
  gauntlet_target reward;      /* [entries] float64 */
  gauntlet_target costs;       /* [entries, costs] float64 */
  gauntlet_target endings;     /* [entries] uint8, bits as in the endings column */
} gauntlet_table;

/* Copies the wanted parts of a table. Errors: BAD_ARGUMENT that names the part. */
gauntlet_status gauntlet_copy_table(gauntlet_handle handle, const gauntlet_table *table);

#ifdef __cplusplus
}
#endif

#endif
