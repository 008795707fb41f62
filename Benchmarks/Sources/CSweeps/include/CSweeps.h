#ifndef CSWEEPS_H
#define CSWEEPS_H

#include <stdint.h>

/// Value iteration as one would write it first: full sweeps over rows of (next, probability), stopped by the
/// span with the middle taken, which guarantees `tolerance` up to round-off. Returns the number of sweeps.
int64_t sweeps_solve(
    int64_t states, int64_t actions, const int64_t *row_start, const int32_t *next, const double *probability,
    const double *reward, double discount, double tolerance, double *values, double *swept);

#endif
