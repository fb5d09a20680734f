//! Special functions behind the distributions, built on `libm` so that they are the same everywhere.

use std::f64::consts::{FRAC_1_SQRT_2, PI};

/// Standard normal distribution function.
pub fn normal_cdf(x: f64) -> f64 {
    0.5 * libm::erfc(-x * FRAC_1_SQRT_2)
}

/// Standard normal quantile: a rational start (Abramowitz and Stegun 26.2.23), then Halley steps.
pub fn normal_quantile(p: f64) -> f64 {
    if p <= 0.0 {
        return f64::NEG_INFINITY;
    }
    if p >= 1.0 {
        return f64::INFINITY;
    }
    if p > 0.5 {
        return -normal_quantile(1.0 - p);
    }
    let t = (-2.0 * libm::log(p)).sqrt();
    let above = 2.515_517 + t * (0.802_853 + t * 0.010_328);
    let below = 1.0 + t * (1.432_788 + t * (0.189_269 + t * 0.001_308));
    let mut z = above / below - t;
    for _ in 0..3 {
        let miss = normal_cdf(z) - p;
        let step = miss * (2.0 * PI).sqrt() * libm::exp(z * z / 2.0);
        z -= step / (1.0 + z * step / 2.0);
    }
    z
}

/// Regularised lower incomplete gamma function P(shape, x).
pub fn gamma_cdf(shape: f64, x: f64) -> f64 {
    if x <= 0.0 {
        return 0.0;
    }
    if x.is_infinite() {
        return 1.0;
    }
    let front = libm::exp(shape * libm::log(x) - x - libm::lgamma(shape));
    if x < shape + 1.0 {
        let mut term = 1.0 / shape;
        let mut sum = term;
        let mut n = shape;
        while term > sum * 1e-17 {
            n += 1.0;
            term *= x / n;
            sum += term;
        }
        (sum * front).min(1.0)
    } else {
        // Continued fraction, modified Lentz.
        let mut b = x + 1.0 - shape;
        let mut c = 1.0 / TINY;
        let mut d = 1.0 / b;
        let mut h = d;
        for i in 1..10_000 {
            let a = -f64::from(i) * (f64::from(i) - shape);
            b += 2.0;
            d = 1.0 / nonzero(a * d + b);
            c = nonzero(b + a / c);
            h *= d * c;
            if (d * c - 1.0).abs() < 1e-16 {
                break;
            }
        }
        (1.0 - front * h).max(0.0)
    }
}

/// Regularised incomplete beta function of x.
pub fn beta_cdf(a: f64, b: f64) -> impl Fn(f64) -> f64 {
    let log_norm = libm::lgamma(a + b) - libm::lgamma(a) - libm::lgamma(b);
    move |x| {
        if x <= 0.0 {
            return 0.0;
        }
        if x >= 1.0 {
            return 1.0;
        }
        let front = libm::exp(log_norm + a * libm::log(x) + b * libm::log1p(-x));
        if x < (a + 1.0) / (a + b + 2.0) {
            front * beta_fraction(a, b, x) / a
        } else {
            1.0 - front * beta_fraction(b, a, 1.0 - x) / b
        }
    }
}

/// The `x` in `low..=high` at which a continuous, rising `cdf` reaches `p`: the rule of false position, in which an end
/// that stays counts less and less (the Pegasus method, Dowell and Jarratt 1972).
pub fn inverse(cdf: impl Fn(f64) -> f64, p: f64, mut low: f64, mut high: f64) -> f64 {
    let (mut below, mut above) = (cdf(low) - p, cdf(high) - p);
    if below >= 0.0 {
        return low;
    }
    let mut at = high;
    for _ in 0..200 {
        let rise = above - below;
        let next = match rise > 0.0 {
            true => low - below * (high - low) / rise,
            false => low + (high - low) / 2.0,
        };
        let last = std::mem::replace(&mut at, next.clamp(low, high));
        let miss = cdf(at) - p;
        if miss == 0.0 || (at - last).abs() <= 1e-15 * at {
            break;
        }
        if miss < 0.0 {
            above *= below / (below + miss);
            (low, below) = (at, miss);
        } else {
            below *= above / (above + miss);
            (high, above) = (at, miss);
        }
    }
    at
}

const TINY: f64 = 1e-300;

fn nonzero(x: f64) -> f64 {
    if x.abs() < TINY { TINY } else { x }
}

fn beta_fraction(a: f64, b: f64, x: f64) -> f64 {
    let mut c = 1.0;
    let mut d = 1.0 / nonzero(1.0 - (a + b) * x / (a + 1.0));
    let mut h = d;
    for m in 1..10_000 {
        let m = f64::from(m);
        let even = m * (b - m) * x / ((a + 2.0 * m - 1.0) * (a + 2.0 * m));
        d = 1.0 / nonzero(1.0 + even * d);
        c = nonzero(1.0 + even / c);
        h *= d * c;
        let odd = -(a + m) * (a + b + m) * x / ((a + 2.0 * m) * (a + 2.0 * m + 1.0));
        d = 1.0 / nonzero(1.0 + odd * d);
        c = nonzero(1.0 + odd / c);
        h *= d * c;
        if (d * c - 1.0).abs() < 1e-16 {
            break;
        }
    }
    h
}

#[cfg(test)]
mod tests {
    use super::*;

    fn close(ours: f64, exact: f64) {
        assert!(
            (ours - exact).abs() <= 1e-12 * exact.abs().max(1.0),
            "{ours} {exact}"
        );
    }

    #[test]
    fn normal_points_agree_with_published_ones() {
        // Abramowitz and Stegun, table 26.5, and the usual critical points.
        close(normal_quantile(0.975), 1.959_963_984_540_054);
        close(normal_quantile(0.5), 0.0);
        close(normal_quantile(0.995), 2.575_829_303_548_901);
        close(normal_quantile(1e-10), -6.361_340_902_404_056);
    }

    #[test]
    fn gamma_of_whole_shape_is_the_erlang_sum() {
        for x in [0.1f64, 1.0, 3.0, 9.0, 30.0] {
            let sum: f64 = 1.0 + x + x * x / 2.0;
            close(gamma_cdf(3.0, x), 1.0 - libm::exp(-x) * sum);
        }
    }

    #[test]
    fn beta_of_whole_shapes_is_the_binomial_sum() {
        // I_x(2, 3) = P(at least 2 of 4).
        for x in [0.01f64, 0.2, 0.5, 0.9] {
            let y = 1.0 - x;
            let none_or_one = y * y * y * y + 4.0 * x * y * y * y;
            close(beta_cdf(2.0, 3.0)(x), 1.0 - none_or_one);
        }
    }
}
