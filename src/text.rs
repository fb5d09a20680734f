//! Small pieces of language: lists, plurals and "did you mean".
