//! Ordered measures that turn one workflow into another.
