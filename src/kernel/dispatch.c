/* Picks the build of sweep.c that this processor runs best. */

#include <stdint.h>

int sweeps_base(const int64_t *, const double *, double *const *);
#ifdef WITH_AVX
int sweeps_avx2(const int64_t *, const double *, double *const *);
int sweeps_avx512(const int64_t *, const double *, double *const *);
#endif

/* Lanes for so many chains: 8 only where one instruction takes 8 numbers. */
int lanes(int chains) {
#ifdef WITH_AVX
    if (chains > 4 && __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512dq"))
        return 8;
#endif
    (void)chains;
    return 4;
}

int sweeps(int width, const int64_t *n, const double *real, double *const *a) {
#ifdef WITH_AVX
    if (width == 8) return sweeps_avx512(n, real, a);
    if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma"))
        return sweeps_avx2(n, real, a);
#endif
    (void)width;
    return sweeps_base(n, real, a);
}
