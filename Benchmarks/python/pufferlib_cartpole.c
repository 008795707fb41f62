/* PufferLib's C cart-pole behind three functions, as its own Python binding calls it: environments allocated one
 * by one, stepped in a loop over pointers. Their header stays outside this tree; see README.md.
 *
 *     cc -O2 -flto -fPIC -shared -Istubs -I<folder of cartpole.h> pufferlib_cartpole.c -o puffer.so -lm
 */
#include "cartpole.h"

static Cartpole **lanes;
static int lane_count;

void puffer_make(int count, float *observations, float *actions, float *rewards, unsigned char *terminals) {
  lanes = calloc(count, sizeof *lanes);
  lane_count = count;
  srand(1);
  for (int lane = 0; lane < count; lane++) {
    Cartpole *one = calloc(1, sizeof *one);
    one->observations = observations + 4 * lane;
    one->actions = actions + lane;
    one->rewards = rewards + lane;
    one->terminals = terminals + lane;
    init(one);
    lanes[lane] = one;
  }
}

void puffer_reset(void) {
  for (int lane = 0; lane < lane_count; lane++) c_reset(lanes[lane]);
}

void puffer_step(void) {
  for (int lane = 0; lane < lane_count; lane++) c_step(lanes[lane]);
}
