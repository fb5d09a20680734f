"""Prosimos: writes the BPMN model and its parameters, simulates without a log on disk.

with_prosimos.py branches CASES FILE

Prosimos reads no triangular law from its parameters, so steps are uniform over the same range. It has no effort that
several visits share, so it does not take the network. A day is a minute of a calendar that never closes, which keeps its calendar arithmetic short.
"""

import json
import os
import sys
import tempfile

from workflow import COLUMNS, LONGEST, ROWS, SHORTEST, before, save

DAY = 60.0  # seconds
ALWAYS = [{"from": "MONDAY", "to": "SUNDAY", "beginTime": "00:00:00", "endTime": "23:59:59.999999"}]


class Drawing:
    """A BPMN model under construction."""

    def __init__(self):
        self.nodes, self.flows, self.tasks = [], [], []

    def node(self, kind, name):
        self.nodes.append(f'<{kind} id="{name}" name="{name}"/>')
        return name

    def task(self, name):
        self.tasks.append(name)
        return self.node("task", name)

    def flow(self, source, target):
        self.flows.append(f'<sequenceFlow id="f{len(self.flows)}" sourceRef="{source}" targetRef="{target}"/>')

    def xml(self):
        body = "".join(self.nodes + self.flows)
        space = "http://www.omg.org/spec/BPMN/20100524/MODEL"
        return f'<definitions xmlns="{space}"><process id="process">{body}</process></definitions>'


def branches():
    drawing = Drawing()
    start, end = drawing.node("startEvent", "start"), drawing.node("endEvent", "end")
    fork, join = drawing.node("parallelGateway", "fork"), drawing.node("parallelGateway", "join")
    drawing.flow(start, fork)
    drawing.flow(join, end)
    for row in range(ROWS):
        for column in range(COLUMNS):
            task = drawing.task(f"s{row}-{column}")
            if row == 0:
                drawing.flow(fork, task)
            else:
                wait = drawing.node("parallelGateway", f"wait{row}-{column}")
                for earlier in before(column):
                    drawing.flow(f"split{row - 1}-{earlier}", wait)
                drawing.flow(wait, task)
            if row == ROWS - 1:
                drawing.flow(task, join)
            else:
                drawing.flow(task, drawing.node("parallelGateway", f"split{row}-{column}"))
    # One case at a time, so that nobody ever queues.
    arrival = law("fix", ROWS * LONGEST * DAY)
    return drawing, law("uniform", SHORTEST * DAY, LONGEST * DAY), arrival


def law(name, *values):
    return {"distribution_name": name, "distribution_params": [{"value": value} for value in values]}


def parameters(drawing, effort, arrival):
    def officer(task):
        return {
            "id": f"officer-{task}",
            "name": f"officer-{task}",
            "cost_per_hour": 0,
            "amount": 1,
            "calendar": "always",
            "assignedTasks": [task],
        }

    return {
        "resource_profiles": [
            {"id": f"pool-{task}", "name": task, "resource_list": [officer(task)]} for task in drawing.tasks
        ],
        "task_resource_distribution": [
            {"task_id": task, "resources": [{"resource_id": f"officer-{task}", **effort}]} for task in drawing.tasks
        ],
        "resource_calendars": [{"id": "always", "name": "always", "time_periods": ALWAYS}],
        "arrival_time_distribution": arrival,
        "arrival_time_calendar": ALWAYS,
        "gateway_branching_probabilities": [],
    }


def main(model, n_cases, path):
    import numpy
    from prosimos.simulation_engine import run_simulation

    drawing, *rest = {"branches": branches}[model]()
    numpy.random.seed(1)
    with tempfile.TemporaryDirectory() as folder:
        bpmn, figures = os.path.join(folder, "model.bpmn"), os.path.join(folder, "model.json")
        with open(bpmn, "w") as file:
            file.write(drawing.xml())
        with open(figures, "w") as file:
            json.dump(parameters(drawing, *rest), file)
        _, log = run_simulation(bpmn, figures, n_cases, starting_at="2026-01-05T00:00:00+00:00")
    save(path, [(case.completed_at - case.started_at).total_seconds() / DAY for case in log.trace_list])


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), sys.argv[3])
