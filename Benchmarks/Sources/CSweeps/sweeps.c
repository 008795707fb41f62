#include "CSweeps.h"

#include <math.h>

int64_t sweeps_solve(
    int64_t states, int64_t actions, const int64_t *row_start, const int32_t *next, const double *probability,
    const double *reward, double discount, double tolerance, double *values, double *swept) {
  for (int64_t s = 0; s < states; s++) values[s] = 0;
  for (int64_t count = 1;; count++) {
    double low = INFINITY, high = -INFINITY;
    for (int64_t s = 0; s < states; s++) {
      double best = -INFINITY;
      for (int64_t a = 0; a < actions; a++) {
        int64_t row = s * actions + a;
        double sum = 0;
        for (int64_t e = row_start[row]; e < row_start[row + 1]; e++) sum += probability[e] * values[next[e]];
        double worth = reward[row] + discount * sum;
        if (worth > best) best = worth;
      }
      swept[s] = best;
      double difference = best - values[s];
      if (difference < low) low = difference;
      if (difference > high) high = difference;
    }
    double scale = discount / (1 - discount);
    int done = 0.5 * scale * (high - low) <= tolerance;
    double shift = done ? 0.5 * scale * (low + high) : 0;
    for (int64_t s = 0; s < states; s++) values[s] = swept[s] + shift;
    if (done) return count;
  }
}
