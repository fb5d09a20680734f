//! MSER-5: how much of the beginning to leave out (White 1997; Spratt 1998).

/// Cases to leave out at the beginning, given the mean time of the first, second, ... case over
/// replications: the cut that makes the rest's mean surest. `None`: more than half would have to go, so
/// the series has not settled.
pub fn mser_5(series: &[f64]) -> Option<usize> {
    let fives: Vec<f64> = series
        .chunks_exact(5)
        .map(|five| five.iter().sum::<f64>() / 5.0)
        .collect();
    let n = fives.len();
    let (mut sum, mut squares) = (0.0, 0.0);
    let mut best: Option<(f64, usize)> = None;
    // From the end, so that the sums of every rest are at hand; the last five are too few to judge.
    for cut in (0..n).rev() {
        sum += fives[cut];
        squares += fives[cut] * fives[cut];
        let rest = (n - cut) as f64;
        if n - cut < 5 {
            continue;
        }
        let spread = (squares - sum * sum / rest).max(0.0) / (rest * rest);
        if best.is_none_or(|(least, _)| spread <= least) {
            best = Some((spread, cut));
        }
    }
    best.filter(|(_, cut)| 2 * cut <= n).map(|(_, cut)| 5 * cut)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_ramp_before_a_level_stretch_is_cut_off() {
        let noise = |case: usize| (case * 7_919 % 101) as f64 / 1_000.0;
        let ramp = (0..200).map(|case| case as f64 / 20.0 + noise(case));
        let series: Vec<f64> = ramp
            .chain((200..2_000).map(|case| 10.0 + noise(case)))
            .collect();
        let cut = mser_5(&series).expect("it settles");
        assert!((180..=205).contains(&cut), "{cut}");
    }

    #[test]
    fn what_keeps_growing_has_not_settled() {
        let series: Vec<f64> = (0..1_000).map(|case| (case as f64).powi(2)).collect();
        assert_eq!(mser_5(&series), None);
        assert_eq!(mser_5(&[1.0; 7]), None);
    }
}
