//! Recorded cases and item lists in CSV: the first byte says which.

#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    match bytes.split_first() {
        Some((b'!', rest)) => redtape_fuzz::through(&["new", "--from", "FILE"], ".csv", rest),
        _ => redtape_fuzz::through(&["calibrate", "FILE"], ".csv", bytes),
    }
});
