//! Two workflows, two sets of runs, one answer.
