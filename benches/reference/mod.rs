//! REF, the yardstick of all benchmarks: one scalar splitmix64 draw as f64, one addition, one maximum.

use std::hint::black_box;
use std::time::Instant;

/// Nanoseconds of one REF in this build, on this machine, now.
pub fn nanoseconds() -> f64 {
    const DRAWS: u32 = 50_000_000;
    let begun = Instant::now();
    let (mut state, mut sum, mut most) = (1u64, 0.0f64, 0.0f64);
    for _ in 0..DRAWS {
        state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut word = state;
        word = (word ^ (word >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        word = (word ^ (word >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        word ^= word >> 31;
        let uniform = (word >> 11) as f64 / (1u64 << 53) as f64;
        sum += uniform;
        most = most.max(sum);
    }
    black_box((sum, most));
    begun.elapsed().as_secs_f64() * 1e9 / f64::from(DRAWS)
}
