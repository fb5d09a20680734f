"""SimPy: a process per step without queues, a process per case with them.

with_simpy.py branches|network CASES FILE
"""

import random
import sys

import simpy

from workflow import (
    AGENCIES,
    ARRIVALS_A_DAY,
    COLUMNS,
    EFFORT_DAYS,
    LINKS,
    LONGEST,
    MODE,
    OFFICERS,
    ROWS,
    SHORTEST,
    STEPS,
    before,
    save,
)


def branches(env, n_cases, days):
    """Cases one after another: the fewest pending events, which is the fastest."""
    for _ in range(n_cases):
        begun = env.now
        last = []
        for _ in range(ROWS):
            waits = [[last[column] for column in before(column)] if last else [] for column in range(COLUMNS)]
            last = [env.process(take(env, waits_for)) for waits_for in waits]
        for process in last:
            yield process
        days.append(env.now - begun)


def take(env, waits_for):
    for process in waits_for:
        yield process
    yield env.timeout(random.triangular(SHORTEST, LONGEST, MODE))


def network(env, n_cases, days):
    agencies = [simpy.Resource(env, OFFICERS) for _ in range(AGENCIES)]
    days.extend([0.0] * n_cases)
    for case in range(n_cases):
        yield env.timeout(random.expovariate(ARRIVALS_A_DAY))
        env.process(go_through(env, agencies, case, days))


def go_through(env, agencies, case, days):
    begun = env.now
    for step in range(STEPS):
        agency = agencies[step % AGENCIES]
        link_days = random.expovariate(1 / EFFORT_DAYS) / LINKS
        for _ in range(LINKS):
            with agency.request() as turn:
                yield turn
                yield env.timeout(link_days)
    days[case] = env.now - begun


def main(model, n_cases, path):
    random.seed(1)
    env = simpy.Environment()
    days = []
    env.process({"branches": branches, "network": network}[model](env, n_cases, days))
    env.run()
    save(path, days)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), sys.argv[3])
