//! Durations of which some are not over yet: the Kaplan-Meier curve with Greenwood's variance.

/// A duration and whether it is over.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Length {
    /// So far.
    pub value: f64,
    /// Whether it ended then.
    pub is_over: bool,
}

/// The share that lasts longer, after each end.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Curve {
    /// Value, share that lasts longer, and the variance of that share.
    pub points: Vec<(f64, f64, f64)>,
}

/// The curve of durations (Kaplan and Meier 1958; Greenwood 1926).
pub fn curve(mut lengths: Vec<Length>) -> Curve {
    // Of equal ones those that are over come first.
    lengths.sort_by(|a, b| a.value.total_cmp(&b.value).then(b.is_over.cmp(&a.is_over)));
    let (mut at_risk, mut share, mut sum) = (lengths.len() as f64, 1.0, 0.0);
    let mut points = Vec::new();
    for group in lengths.chunk_by(|a, b| a.value == b.value) {
        let n_over = group.iter().filter(|one| one.is_over).count() as f64;
        if n_over > 0.0 {
            share *= 1.0 - n_over / at_risk;
            if at_risk > n_over {
                sum += n_over / (at_risk * (at_risk - n_over));
            }
            points.push((group[0].value, share, share * share * sum));
        }
        at_risk -= group.len() as f64;
    }
    Curve { points }
}

impl Curve {
    /// The value by which a share `p` is over; `None`: the curve does not reach it.
    pub fn quantile(&self, p: f64) -> Option<f64> {
        let reached = |point: &&(f64, f64, f64)| point.1 <= 1.0 - p + 1e-12;
        self.points.iter().find(reached).map(|(value, _, _)| *value)
    }

    /// The share that is over by `value`, with its 95 % interval.
    pub fn over(&self, value: f64) -> (f64, f64, f64) {
        let upto = self.points.partition_point(|(at, _, _)| *at <= value);
        let (share, variance) = match upto.checked_sub(1) {
            Some(last) => (self.points[last].1, self.points[last].2),
            None => (1.0, 0.0),
        };
        let half = 1.96 * variance.sqrt();
        let over = 1.0 - share;
        (over, (over - half).max(0.0), (over + half).min(1.0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lengths(values: &[(f64, bool)]) -> Vec<Length> {
        let lengths = values.iter();
        lengths
            .map(|&(value, is_over)| Length { value, is_over })
            .collect()
    }

    #[test]
    fn the_example_of_the_textbook_comes_out() {
        // Freireich 1963, 6-MP arm: S(6) = 0.857, S(10) = 0.753, S(22) = 0.538, S(23) = 0.448.
        let arm = [
            (6.0, true),
            (6.0, true),
            (6.0, true),
            (6.0, false),
            (7.0, true),
            (9.0, false),
            (10.0, true),
            (10.0, false),
            (11.0, false),
            (13.0, true),
            (16.0, true),
            (17.0, false),
            (19.0, false),
            (20.0, false),
            (22.0, true),
            (23.0, true),
            (25.0, false),
            (32.0, false),
            (32.0, false),
            (34.0, false),
            (35.0, false),
        ];
        let curve = curve(lengths(&arm));
        for (value, share) in [(6.0, 0.857), (10.0, 0.753), (22.0, 0.538), (23.0, 0.448)] {
            let (over, _, _) = curve.over(value);
            assert!((1.0 - over - share).abs() < 5e-4, "{value}: {over}");
        }
        // Greenwood: the standard error at 10 is 0.0963.
        let (over, low, _) = curve.over(10.0);
        assert!(((over - low) / 1.96 - 0.0963).abs() < 5e-4);
        assert_eq!(curve.quantile(0.5), Some(23.0));
        assert_eq!(curve.quantile(0.9), None);
    }
}
