//! Scenario files: read, reformed and checked. What is simulated is tried by `tests/suite/repaired`.

#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    redtape_fuzz::through(&["check", "FILE"], ".toml", bytes);
});
