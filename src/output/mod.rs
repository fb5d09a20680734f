//! Whole-file writes and progress.
