//! The scenario file: read, check, resolve, cite.
