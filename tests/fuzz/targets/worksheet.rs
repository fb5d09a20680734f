//! Item lists in workbooks.

#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    redtape_fuzz::through(&["new", "--from", "FILE"], ".xlsx", bytes);
});
