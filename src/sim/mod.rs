//! Replications of workflows.
