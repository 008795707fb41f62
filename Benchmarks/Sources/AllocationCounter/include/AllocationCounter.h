#ifndef ALLOCATION_COUNTER_H
#define ALLOCATION_COUNTER_H
#include <stdint.h>

// Heap allocations made by this process so far, on all threads: this file replaces the C library's
// allocation functions by counting ones (glibc only; 0 for ever elsewhere).
uint64_t allocation_count(void);

#endif
