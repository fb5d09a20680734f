//! Levels: a level that goes up and down, and the area under it.

/// A level over time. Its area is exact, and nothing but a change costs anything.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Level {
    /// The level now.
    pub level: u64,
    /// Of every change its size times its tick: what a level that had always been the same would have too much.
    excess: u64,
}

impl Level {
    /// One more from `now` on.
    #[inline]
    pub fn rise(&mut self, now: u64) {
        self.level += 1;
        // The sums may wrap around, their difference does not as long as the area fits.
        self.excess = self.excess.wrapping_add(now);
    }

    /// One less from `now` on.
    #[inline]
    pub fn fall(&mut self, now: u64) {
        self.level -= 1;
        self.excess = self.excess.wrapping_sub(now);
    }

    /// Another level from `now` on.
    pub fn set(&mut self, level: u64, now: u64) {
        let change = level.wrapping_sub(self.level);
        self.level = level;
        self.excess = self.excess.wrapping_add(change.wrapping_mul(now));
    }

    /// The area from tick 0 to `now`, which is not before the last change.
    #[inline]
    pub fn area(self, now: u64) -> u64 {
        self.level.wrapping_mul(now).wrapping_sub(self.excess)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_area_is_the_sum_of_level_times_time() {
        let mut level = Level::default();
        level.rise(3);
        level.rise(5);
        assert_eq!(level.area(7), 2 + 2 * 2);
        level.fall(10);
        level.set(7, 20);
        level.set(2, 30);
        assert_eq!(level.area(31), 2 + 5 * 2 + 10 + 7 * 10 + 2);
        assert_eq!(level.level, 2);
    }

    #[test]
    fn sums_beyond_the_largest_number_leave_the_area_right() {
        let late = 1 << 50;
        let mut level = Level::default();
        for _ in 0..40_000 {
            level.rise(late);
        }
        assert_eq!(level.area(late + 2), 80_000);
    }
}
