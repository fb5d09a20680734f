"""The two workflows that every peer runs, and the file in which it leaves its answers."""

from array import array

# Ten rows of three steps, each waiting for two of the row before; days of a step are triangular.
ROWS, COLUMNS = 10, 3
SHORTEST, MODE, LONGEST = 2.0, 5.0, 14.0

# Twelve steps of three links, one after another over six agencies, so that every file comes to each of them twice.
# Touch times of a step are exponential and split evenly over its links.
STEPS, LINKS, AGENCIES, OFFICERS = 12, 3, 6, 3
EFFORT_DAYS, ARRIVALS_A_DAY = 0.6, 2.0


def before(column):
    """The columns of the row before that a step waits for."""
    return column, (column + 1) % COLUMNS


def save(path, days):
    """Days of each case, in the order of coming, as f32."""
    with open(path, "wb") as file:
        array("f", days).tofile(file)
