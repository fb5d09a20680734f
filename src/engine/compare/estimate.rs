//! An estimate and its 95 % sampling interval.

/// A value with its 95 % sampling interval, where one can be given.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Estimate {
    /// The estimate.
    pub value: f64,
    /// Lower and upper end.
    pub interval: Option<(f64, f64)>,
}

/// Two-sided 95 % point of the standard normal.
const Z_95: f64 = 1.959_963_984_540_054;

impl Estimate {
    /// A value that is not estimated from a sample.
    pub fn exact(value: f64) -> Estimate {
        Estimate {
            value,
            interval: None,
        }
    }

    /// The same estimate in another unit.
    pub fn scaled(self, factor: f64) -> Estimate {
        Estimate {
            value: self.value * factor,
            interval: self
                .interval
                .map(|(low, high)| (low * factor, high * factor)),
        }
    }
}

/// The mean of `n` independent values with standard deviation `sd`.
pub fn mean_interval(mean: f64, sd: f64, n: u64) -> Estimate {
    let half = Z_95 * sd / (n.max(1) as f64).sqrt();
    Estimate {
        value: mean,
        interval: (n >= 2).then_some((mean - half, mean + half)),
    }
}

/// A share of `n` cases: Wilson's interval, which holds near 0 and 1 too.
pub fn share_interval(hits: u64, n: u64) -> Estimate {
    wilson(hits, n, n as f64)
}

/// A share of things that come in cases and share their case's luck: Wilson's interval for as many
/// independent things as would scatter as much (Kish's effective sample size). `products` are the sums
/// over cases of hits², hits × things and things².
pub fn clustered_share_interval(hits: u64, n: u64, cases: u64, products: [u64; 3]) -> Estimate {
    let things = n.max(1) as f64;
    let share = hits as f64 / things;
    let [hits_2, hits_things, things_2] = products.map(|product| product as f64);
    // Sum over cases of (hits − share × things)², the variance of a ratio.
    let scatter = hits_2 - 2.0 * share * hits_things + share * share * things_2;
    let alone = share * (1.0 - share) * things;
    let effective = if hits == 0 || hits == n {
        // Nothing scatters: as if the things of one case were one.
        cases.min(n) as f64
    } else {
        (things * alone / scatter).min(things)
    };
    wilson(hits, n, effective)
}

/// Wilson's interval around `hits / n` as if the sample had `effective` cases.
fn wilson(hits: u64, n: u64, effective: f64) -> Estimate {
    if n == 0 {
        return Estimate::exact(0.0);
    }
    let (share, n) = (hits as f64 / n as f64, effective);
    let z2 = Z_95 * Z_95;
    let centre = (share + z2 / (2.0 * n)) / (1.0 + z2 / n);
    let half = Z_95 / (1.0 + z2 / n) * (share * (1.0 - share) / n + z2 / (4.0 * n * n)).sqrt();
    Estimate {
        value: share,
        interval: Some(((centre - half).max(0.0), (centre + half).min(1.0))),
    }
}

/// An estimate whose spread is judged from batches of equal size: `value` over all cases, the
/// interval from the scatter of the batches' own figures, Student's t.
pub fn batch_interval(value: f64, batches: &[f64]) -> Estimate {
    let n = batches.len();
    if n < 5 {
        return Estimate::exact(value);
    }
    let mean = batches.iter().sum::<f64>() / n as f64;
    let squares: f64 = batches.iter().map(|figure| (figure - mean).powi(2)).sum();
    let standard_error = (squares / (n - 1) as f64 / n as f64).sqrt();
    let half = student_95(n - 1) * standard_error;
    Estimate {
        value,
        interval: Some((value - half, value + half)),
    }
}

/// Two-sided 95 % point of Student's t: the Cornish-Fisher expansion around the normal point,
/// within 0.02 of the tables from 4 degrees of freedom on.
fn student_95(degrees: usize) -> f64 {
    let (z, v) = (Z_95, degrees as f64);
    let z3 = z * z * z;
    let z5 = z3 * z * z;
    let z7 = z5 * z * z;
    z + (z3 + z) / (4.0 * v)
        + (5.0 * z5 + 16.0 * z3 + 3.0 * z) / (96.0 * v * v)
        + (3.0 * z7 + 19.0 * z5 + 17.0 * z3 - 15.0 * z) / (384.0 * v * v * v)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn students_t_agrees_with_the_tables() {
        // Fisher and Yates, two-sided 5 %.
        for (degrees, published) in [(4, 2.776), (9, 2.262), (19, 2.093), (39, 2.023)] {
            let ours = student_95(degrees);
            assert!((ours - published).abs() < 0.02, "{degrees}: {ours}");
        }
    }

    #[test]
    fn wilsons_interval_agrees_with_a_published_example() {
        // Newcombe (1998), Statistics in Medicine 17:857, table I: 81 of 263, 0.2553 to 0.3662.
        let (low, high) = share_interval(81, 263)
            .interval
            .expect("cases were counted");
        assert!(
            (low - 0.2553).abs() < 1e-4 && (high - 0.3662).abs() < 1e-4,
            "{low} {high}"
        );
    }

    #[test]
    fn nothing_overdue_still_has_an_upper_end() {
        let (low, high) = share_interval(0, 100).interval.expect("cases were counted");
        assert!(low < 1e-12 && (0.03..0.04).contains(&high), "{low} {high}");
    }
}
