"""The two workflows that every peer runs, and the file in which it leaves its answers."""

from array import array

# Ten rows of three steps, each waiting for two of the row before; days of a step are triangular.
ROWS, COLUMNS = 10, 3
SHORTEST, MODE, LONGEST = 2.0, 5.0, 14.0

# Ten stations in series, all alike; touch times are exponential with mean one day.
STATIONS, OFFICERS, ARRIVALS_A_DAY = 10, 3, 2.55


def before(column):
    """The columns of the row before that a step waits for."""
    return column, (column + 1) % COLUMNS


def save(path, days):
    """Days of each case, in the order of coming, as f32."""
    with open(path, "wb") as file:
        array("f", days).tofile(file)
