//! Random days: the generator of REF, laws by their inverse CDF.

use std::time::Duration;

use serde::{Deserialize, Serialize};

/// One simulated day is one second of simulation time.
const DAY_SECONDS: f64 = 1.0;

#[derive(Serialize, Deserialize)]
pub struct Draws(u64);

impl Draws {
    /// Streams of different numbers do not overlap in practice: their starts are far apart.
    pub fn new(stream: u64) -> Draws {
        Draws(stream.wrapping_mul(0xd1b5_4a32_d192_ed03))
    }

    fn uniform(&mut self) -> f64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut word = self.0;
        word = (word ^ (word >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        word = (word ^ (word >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        word ^= word >> 31;
        (word >> 11) as f64 / (1u64 << 53) as f64
    }

    /// 2 to 14 days, 5 the likeliest.
    pub fn triangular(&mut self) -> Duration {
        days(self.triangular_days())
    }

    /// [`Draws::triangular`] as a number.
    pub fn triangular_days(&mut self) -> f64 {
        let u = self.uniform();
        if u < 0.25 {
            2.0 + (36.0 * u).sqrt()
        } else {
            14.0 - (108.0 * (1.0 - u)).sqrt()
        }
    }

    pub fn exponential(&mut self, mean_days: f64) -> Duration {
        // Never zero, which NexoSim would refuse to schedule.
        days(self.exponential_days(mean_days) + 1e-9)
    }

    /// [`Draws::exponential`] as a number.
    pub fn exponential_days(&mut self, mean_days: f64) -> f64 {
        -mean_days * (1.0 - self.uniform()).ln()
    }
}

fn days(days: f64) -> Duration {
    Duration::from_secs_f64(days * DAY_SECONDS)
}
