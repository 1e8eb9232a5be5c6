/* A minimal first-come-first-served M/M/14 queue, the yardstick of the benchmark:
   compile with gcc -O2 -lm, call with the number of customers. Prints customers a
   second and the share that waited, which must be about .174. */
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

static uint64_t state = 88172645463325252ULL;

static double exponential(double mean) {
    state ^= state << 13;
    state ^= state >> 7;
    state ^= state << 17;
    return -mean * log(((state >> 11) + 0.5) * 0x1p-53);
}

int main(int argc, char **argv) {
    enum { servers = 14 };
    double release[servers] = {0}, now = 0, total = 0; /* release is kept in order */
    long n = argc > 1 ? atol(argv[1]) : 1000000, waited = 0;
    struct timespec begin, end;
    clock_gettime(CLOCK_MONOTONIC, &begin);
    for (long k = 0; k < n; k++) {
        now += exponential(1 / 20.0);
        double start = now;
        if (release[0] > now) {
            start = release[0];
            waited++;
            total += start - now;
        }
        double t = start + exponential(0.5);
        int i = 0;
        for (; i + 1 < servers && release[i + 1] < t; i++)
            release[i] = release[i + 1];
        release[i] = t;
    }
    clock_gettime(CLOCK_MONOTONIC, &end);
    double seconds = (end.tv_sec - begin.tv_sec) + 1e-9 * (end.tv_nsec - begin.tv_nsec);
    printf("%.0f %.4f\n", n / seconds, (double)waited / n);
    return total < 0;
}
