"""SMAA rank acceptability in NumPy, the yardstick of the benchmark: call with the
number of draws and of runs and, for Dirichlet(30·share) instead of Dirichlet(1, …, 1),
the shares; options by criteria come as lines of values. Prints the least and the
median of seconds a run, then how often each option was first."""
import sys
import time

import numpy as np


def acceptability():
    weights = np.random.default_rng(1).dirichlet(alpha, draws)
    ranks = (-(weights @ values.T)).argsort(axis=1).argsort(axis=1)
    return np.stack([(ranks == k).mean(axis=0) for k in range(n)], axis=1)


values = np.loadtxt(sys.stdin, ndmin=2)
n, m = values.shape
draws, runs = int(sys.argv[1]), int(sys.argv[2])
alpha = 30 * np.array(sys.argv[3:], dtype=float) if sys.argv[3:] else np.ones(m)
acceptability()
seconds = []
for _ in range(runs):
    begin = time.perf_counter()
    result = acceptability()
    seconds.append(time.perf_counter() - begin)
print(min(seconds), np.median(seconds), *result[:, 0])
