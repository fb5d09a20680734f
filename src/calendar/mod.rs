//! Working days, Chinese holidays and make-up days.
