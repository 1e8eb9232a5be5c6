"""An M/M/14 queue in SimPy 3, the yardstick of the benchmark: call with the number
of customers. Prints customers a second and the share that waited, about .174."""
import random
import sys
import time

import simpy


def customer(env, servers, work):
    global waited
    arrived = env.now
    with servers.request() as turn:
        yield turn
        if env.now > arrived:
            waited += 1
        yield env.timeout(work)


def arrivals(env, servers, n):
    for _ in range(n):
        yield env.timeout(random.expovariate(20))
        env.process(customer(env, servers, random.expovariate(2)))


waited = 0
n = int(sys.argv[1])
random.seed(1)
env = simpy.Environment()
env.process(arrivals(env, simpy.Resource(env, capacity=14), n))
begin = time.perf_counter()
env.run()
print("%.0f %.4f" % (n / (time.perf_counter() - begin), waited / n))
