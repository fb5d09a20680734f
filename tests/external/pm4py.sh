#!/bin/sh
# Reads simulated event logs with pm4py, which is installed into a virtual environment of its own.
# Use: tests/external/pm4py.sh PATH-TO-redtape
set -eu
redtape=$1
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
python3 -m venv "$place/venv"
if ! "$place/venv/bin/pip" install --quiet pm4py; then
  echo "skipped: pm4py (it cannot be installed)"
  exit 0
fi
for format in xes csv; do
  "$redtape" export tests/cases/everything.toml --format $format --cases 50 --lang en --output "$place/log.$format"
  "$redtape" export scenarios/approval-hall.toml --format $format --cases 200 --lang en --output "$place/hall.$format"
done
"$place/venv/bin/python" - "$place" <<'PYTHON'
import sys
import pandas
import pm4py

place = sys.argv[1]
frames = {
    "xes": pm4py.read_xes(place + "/log.xes"),
    "csv": pm4py.format_dataframe(pandas.read_csv(place + "/log.csv")),
}
seen = {}
for name, frame in frames.items():
    cases = frame["case:concept:name"].nunique()
    ends = frame[frame["lifecycle:transition"] == "complete"]
    starts = frame[frame["lifecycle:transition"] == "start"]
    assert cases == 50, (name, cases)
    assert len(ends) == len(starts) == len(frame) / 2, name
    assert frame["org:resource"].notna().any() and set(frame["clock"]) == {"on", "off", "outside"}, name
    net, initial, final = pm4py.discover_petri_net_inductive(ends)
    fitness = pm4py.fitness_token_based_replay(ends, net, initial, final)
    assert fitness["log_fitness"] > 0.99, (name, fitness)
    seen[name] = (len(frame), sorted(map(str, pm4py.get_event_attribute_values(frame, "concept:name"))))
assert seen["xes"] == seen["csv"], seen
print("pm4py reads", seen["xes"][0], "events of 50 cases in XES and in CSV")

# Cases that compete for officers: what they waited, in both formats.
waits = {
    "xes": pm4py.read_xes(place + "/hall.xes"),
    "csv": pm4py.format_dataframe(pandas.read_csv(place + "/hall.csv")),
}
for name, frame in waits.items():
    assert frame["case:concept:name"].nunique() == 200, name
    ends = frame[frame["lifecycle:transition"] == "complete"]
    assert ends["waiting_days"].notna().all() and ends["waiting_days"].sum() > 0, name
sums = [frame["waiting_days"].sum() for frame in waits.values()]
assert abs(sums[0] - sums[1]) < 1e-6, sums
print("pm4py reads what 200 cases waited:", round(sums[0], 1), "days")
PYTHON
