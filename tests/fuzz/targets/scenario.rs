//! Scenario files: read, checked and compared.

#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    redtape_fuzz::through(
        &[
            "run",
            "FILE",
            "--replications",
            "64",
            "--no-charts",
            "--output",
            "/dev/null/none",
        ],
        ".toml",
        bytes,
    );
});
