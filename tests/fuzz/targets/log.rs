//! Event logs in XES.

#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    redtape_fuzz::through(&["calibrate", "FILE"], ".xes", bytes);
});
