#ifndef CTWIN_COMMON_H
#define CTWIN_COMMON_H
#include <math.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

// What the twins share: the generator and the elementary functions.

#define INLINE static inline __attribute__((always_inline))

// ---- Philox4x32-10 -------------------------------------------------------------------------------

typedef struct { uint32_t w[4]; } block4;

INLINE block4 philox(uint32_t c0, uint32_t c1, uint32_t c2, uint32_t c3, uint32_t k0, uint32_t k1) {
  for (int round = 0; round < 10; round++) {
    uint64_t low = (uint64_t)c0 * 0xD2511F53u, high = (uint64_t)c2 * 0xCD9E8D57u;
    c0 = (uint32_t)(high >> 32) ^ c1 ^ k0;
    c1 = (uint32_t)high;
    c2 = (uint32_t)(low >> 32) ^ c3 ^ k1;
    c3 = (uint32_t)low;
    k0 += 0x9E3779B9u;
    k1 += 0xBB67AE85u;
  }
  return (block4){{c0, c1, c2, c3}};
}

INLINE double unit(uint32_t low, uint32_t high) {
  return (double)(((uint64_t)high << 32 | low) >> 11) * 0x1p-53;
}

// ---- Elementary functions ------------------------------------------------------------------------

INLINE uint64_t bits_of(double x) { uint64_t u; memcpy(&u, &x, 8); return u; }
INLINE double double_of(uint64_t u) { double x; memcpy(&x, &u, 8); return x; }

INLINE void sin_cos(double x, double *sine_out, double *cosine_out) {
  double size = double_of(bits_of(x) & 0x7FFFFFFFFFFFFFFFu);
  double shifted = size * 0x1.45f306dc9c883p-1 + 0x1.8p52;
  double k = shifted - 0x1.8p52;
  double first = size - k * 0x1.921fb54400000p+0;
  double part2 = k * 0x1.0b4611a600000p-34;
  double second = first - part2;
  double low2 = (first - second) - part2;
  double part3 = k * 0x1.3198a2e000000p-69;
  double high = second - part3;
  double low3 = (second - high) - part3;
  double low = low2 + (low3 - k * 0x1.b839a252049c1p-104);
  double z = high * high, z2 = z * z;
  double s01 = -0x1.5555555555549p-3 + z * 0x1.111111110f880p-7;
  double s23 = -0x1.a01a019c125abp-13 + z * 0x1.71de357864e02p-19;
  double s45 = -0x1.ae5e66c81233ap-26 + z * 0x1.5d932b73e21b2p-33;
  double s = s01 + z2 * (s23 + z2 * s45);
  double c01 = 0x1.555555555554cp-5 - z * 0x1.6c16c16c15186p-10;
  double c23 = 0x1.a01a019cb2865p-16 - z * 0x1.27e4f80a84630p-22;
  double c45 = 0x1.1ee9ec4fc0bfdp-29 - z * 0x1.8faed2bdd56bep-37;
  double c = c01 + z2 * (c23 + z2 * c45);
  double half = 0.5 * z;
  double sine = high + (high * z * s + low * (1 - half));
  double head = 1 - half;
  double cosine = head + (((1 - head) - half) + (z2 * c - high * low));
  uint64_t q = bits_of(shifted), mask = 0 - (q & 1);
  uint64_t sb = (bits_of(sine) & ~mask) | (bits_of(cosine) & mask);
  uint64_t cb = (bits_of(cosine) & ~mask) | (bits_of(sine) & mask);
  sb ^= ((q & 2) << 62) ^ (bits_of(x) & 0x8000000000000000u);
  cb ^= ((q + 1) & 2) << 62;
  *sine_out = size <= 0x1p20 ? double_of(sb) : NAN;
  *cosine_out = size <= 0x1p20 ? double_of(cb) : NAN;
}

INLINE double natural_log(double x) { // for normal x > 0
  const uint64_t root_half = 0x3FE6A09E667F3BCDu;
  uint64_t offset = bits_of(x) + (0x3FF0000000000000u - root_half);
  double k = double_of((offset >> 52) | 0x4330000000000000u) - (0x1p52 + 1023);
  double f = double_of((offset & 0x000FFFFFFFFFFFFFu) + root_half) - 1;
  double s = f / (2 + f), z = s * s, z2 = z * z;
  double p01 = 0x1.5555555555592p-1 + z * 0x1.999999997fd9dp-2;
  double p23 = 0x1.24924941f2e0bp-2 + z * 0x1.c71c5207c9ad4p-3;
  double p45 = 0x1.74663f41a4182p-3 + z * 0x1.39a1b13b8cd92p-3;
  double p = p01 + z2 * (p23 + z2 * (p45 + z2 * 0x1.2f05c7027f019p-3));
  double half = 0.5 * f * f;
  double low = s * (half + z * p) + (k * 0x1.a39ef35793c76p-33 + 0);
  return k * 0x1.62e42fee00000p-1 - ((half - low) - f);
}

INLINE void normal_pair(block4 b, double *first, double *second) {
  uint64_t b1 = ((uint64_t)b.w[1] << 32 | b.w[0]) >> 11, b2 = ((uint64_t)b.w[3] << 32 | b.w[2]) >> 11;
  double radius = sqrt(-2 * natural_log((double)(b1 + 1) * 0x1p-53)), sine, cosine;
  sin_cos(0x1.921fb54442d18p+2 * ((double)b2 * 0x1p-53), &sine, &cosine);
  *first = radius * cosine;
  *second = radius * sine;
}

// angle less the nearest whole number of turns.
INLINE double wrap_angle(double angle) {
  double turns = (angle * 0x1.45f306dc9c883p-3 + 0x1.8p52) - 0x1.8p52;
  return (angle - turns * 0x1.921fb544p+2) - turns * 0x1.0b46p-32;
}

INLINE double clip_finite(double value, double lower, double upper) {
  double cut = value < lower ? lower : (value > upper ? upper : value);
  return cut + value * 0;
}

INLINE void lane_key(uint64_t seed, uint64_t lane, uint32_t *key0, uint32_t *key1) {
  block4 b = philox(
      (uint32_t)lane, (uint32_t)(lane >> 32), 0x4741554E, 0x544C4554, (uint32_t)seed, (uint32_t)(seed >> 32));
  *key0 = b.w[0];
  *key1 = b.w[1];
}

// Calls body(i) for the few lanes i whose ending is not zero, eight looked at together.
#define FOR_ENDED(n, endings, body)                   \
  do {                                                \
    size_t i_ = 0;                                    \
    for (; i_ + 8 <= (n); i_ += 8) {                  \
      uint64_t eight_;                                \
      memcpy(&eight_, (endings) + i_, 8);             \
      if (eight_ == 0) continue;                      \
      for (size_t j_ = i_; j_ < i_ + 8; j_++)         \
        if ((endings)[j_]) { body(j_); }              \
    }                                                 \
    for (; i_ < (n); i_++)                            \
      if ((endings)[i_]) { body(i_); }                \
  } while (0)

#endif
