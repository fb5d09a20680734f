//! Ticks: the one unit of time of every simulator, one second of an eight-hour working day.

/// Ticks in a working day.
pub const TICKS_PER_DAY: u32 = 8 * 60 * 60;

/// Whole working days that ticks of a case can tell.
pub const MOST_DAYS: u32 = u32::MAX / TICKS_PER_DAY;

/// Working days in whole ticks, the nearest. What is longer than ticks can tell becomes the largest.
pub fn ticks_of(days: f64) -> u32 {
    // The cast saturates.
    (days * f64::from(TICKS_PER_DAY)).round() as u32
}

/// [`ticks_of`] of times that may be longer than any one step.
pub fn long_ticks_of(days: f64) -> u64 {
    (days * f64::from(TICKS_PER_DAY)).round() as u64
}

/// Ticks in working days.
pub fn days_of(ticks: f64) -> f64 {
    ticks / f64::from(TICKS_PER_DAY)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fractions_of_a_day_that_clocks_show_are_exact() {
        for (of_a_day, expected) in [(1.0, 28_800), (1.0 / 3.0, 9_600), (0.53125, 15_300)] {
            assert_eq!(ticks_of(of_a_day), expected);
            assert!((days_of(f64::from(expected)) - of_a_day).abs() < 1e-12);
        }
        assert_eq!(ticks_of(1e12), u32::MAX);
    }
}
