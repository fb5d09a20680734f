//! A law: a distribution and the monotone moves that reforms made on it.

use std::sync::Arc;

use super::{Duration, Profile};

/// The distribution of one draw, in working days.
#[derive(Clone, Debug, PartialEq)]
pub struct Law {
    /// What the file states.
    pub base: Duration,
    /// What reforms did to it, in order.
    pub moves: Vec<Move>,
}

/// A monotone change of every value of a distribution.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Move {
    /// Every value times `factor`.
    Scale {
        /// At least 0.
        factor: f64,
    },
    /// A limit fell from `old_days` to `new_days`: `share` of the effect is proportional
    /// (x · new / old), the rest is a cap (x up to new stays, what lies between becomes new, and what
    /// was late by d stays late by d).
    Respond {
        /// Limit before, above 0.
        old_days: f64,
        /// Limit after.
        new_days: f64,
        /// 1 proportional, 0 cap.
        share: f64,
    },
    /// Nothing above `bound_days` (deemed approval).
    CutAt {
        /// The bound.
        bound_days: f64,
    },
}

impl From<Duration> for Law {
    fn from(base: Duration) -> Law {
        Law {
            base,
            moves: Vec::new(),
        }
    }
}

impl Law {
    /// The value below which a share `p` of all cases lies, working days.
    pub fn quantile(&self, p: f64) -> f64 {
        self.moved(self.base.quantile(p))
    }

    /// The share of cases that take at most `x` working days.
    pub fn cdf(&self, x: f64) -> f64 {
        let mut x = x;
        for change in self.moves.iter().rev() {
            x = change.last_source(x);
        }
        self.base.cdf(x)
    }

    /// The median, working days.
    pub fn median(&self) -> f64 {
        self.quantile(0.5)
    }

    /// The mean, working days.
    pub fn mean(&self) -> f64 {
        if self.moves.is_empty() {
            return self.base.mean();
        }
        let (shortest, longest) = self.bounds();
        shortest + self.integral(shortest, longest, |x| 1.0 - self.cdf(x))
    }

    /// Shortest and longest; an unbounded distribution is cut where less than one draw in 2^32 lies.
    pub fn bounds(&self) -> (f64, f64) {
        let (shortest, longest) = self.base.bounds();
        (self.moved(shortest), self.moved(longest))
    }

    /// Days at which the distribution function jumps or bends, rising.
    pub fn kinks(&self) -> Vec<f64> {
        let mut kinks = self.base.kinks();
        for change in &self.moves {
            kinks.extend(change.own_kinks());
            for kink in &mut kinks {
                *kink = change.apply(*kink);
            }
            // Where a move flattens a stretch, the values from both sides meet here.
            kinks.extend(change.images());
        }
        kinks.sort_by(f64::total_cmp);
        kinks.dedup();
        kinks
    }

    /// The law after a limit fell from `old_days` to `new_days`; see [`Move::Respond`].
    pub fn respond(&self, old_days: f64, new_days: f64, share: f64) -> Law {
        let mut law = self.clone();
        match &mut law.base {
            // A profile simply follows its limit.
            Duration::LimitProfile { limit_days, .. } if law.moves.is_empty() && share >= 1.0 => {
                *limit_days = new_days;
            }
            _ if old_days > 0.0 => law.moves.push(Move::Respond {
                old_days,
                new_days,
                share,
            }),
            // Nothing scales up from a limit of 0.
            _ => {}
        }
        law
    }

    /// The law with nothing above `bound_days`.
    pub fn cut_at(&self, bound_days: f64) -> Law {
        let mut law = self.clone();
        law.moves.push(Move::CutAt { bound_days });
        law
    }

    /// The law as it would be if nothing had been cut.
    pub fn uncut(&self) -> Law {
        let mut law = self.clone();
        law.moves
            .retain(|change| !matches!(change, Move::CutAt { .. }));
        law
    }

    /// The law with every value times `factor`.
    pub fn scale(&self, factor: f64) -> Law {
        let mut law = self.clone();
        law.moves.push(Move::Scale { factor });
        law
    }

    /// The same law under another profile, if it follows one.
    pub fn with_profile(&self, profile: &Arc<Profile>) -> Law {
        let mut law = self.clone();
        if let Duration::LimitProfile { profile: own, .. } = &mut law.base {
            *own = Arc::clone(profile);
        }
        law
    }

    /// The limit that a limit profile follows after its moves; `None` for every other law.
    pub fn profile_limit_days(&self) -> Option<f64> {
        let Duration::LimitProfile { limit_days, .. } = &self.base else {
            return None;
        };
        let followed = self
            .moves
            .iter()
            .fold(*limit_days, |limit_days, change| match change {
                Move::Scale { factor } => limit_days * factor,
                Move::Respond { new_days, .. } => *new_days,
                Move::CutAt { .. } => limit_days,
            });
        Some(followed)
    }

    /// Numbers that are equal where the law is.
    pub fn bits(&self) -> Vec<u64> {
        let mut bits = self.base.bits();
        for change in &self.moves {
            match change {
                Move::Scale { factor } => bits.extend([0, factor.to_bits()]),
                Move::Respond {
                    old_days,
                    new_days,
                    share,
                } => bits.extend([1, old_days.to_bits(), new_days.to_bits(), share.to_bits()]),
                Move::CutAt { bound_days } => bits.extend([2, bound_days.to_bits()]),
            }
        }
        bits
    }

    /// The integral of `f` over days, split where the law jumps or bends.
    pub fn integral(&self, from: f64, to: f64, f: impl Fn(f64) -> f64) -> f64 {
        let mut edges = vec![from];
        edges.extend(
            self.kinks()
                .into_iter()
                .filter(|&kink| kink > from && kink < to),
        );
        edges.push(to);
        edges
            .windows(2)
            .map(|edge| {
                let pieces = ((edge[1] - edge[0]) * 16.0).ceil().clamp(1.0, 200_000.0);
                let width = (edge[1] - edge[0]) / pieces;
                (0..pieces as u64)
                    .map(|piece| gauss_legendre(edge[0] + piece as f64 * width, width, &f))
                    .sum::<f64>()
            })
            .sum()
    }

    fn moved(&self, x: f64) -> f64 {
        self.moves.iter().fold(x, |x, change| change.apply(x))
    }
}

/// Three-point Gauss-Legendre quadrature over `from .. from + width`.
pub fn gauss_legendre(from: f64, width: f64, f: impl Fn(f64) -> f64) -> f64 {
    const NODE: f64 = 0.774_596_669_241_483_4;
    let middle = from + width / 2.0;
    let half = width / 2.0;
    half / 9.0 * (5.0 * f(middle - NODE * half) + 8.0 * f(middle) + 5.0 * f(middle + NODE * half))
}

impl Move {
    fn apply(self, x: f64) -> f64 {
        match self {
            Move::Scale { factor } => x * factor,
            Move::CutAt { bound_days } => x.min(bound_days),
            Move::Respond {
                old_days,
                new_days,
                share,
            } => {
                let capped = if x <= old_days {
                    x.min(new_days)
                } else {
                    x - old_days + new_days
                };
                share * x * new_days / old_days + (1.0 - share) * capped
            }
        }
    }

    /// The largest value that the move takes to at most `x`.
    fn last_source(self, x: f64) -> f64 {
        if x.is_infinite() {
            return x;
        }
        let divided = |above: f64, below: f64| {
            if below > 0.0 {
                above / below
            } else if above >= 0.0 {
                f64::INFINITY
            } else {
                f64::NEG_INFINITY
            }
        };
        match self {
            Move::Scale { factor } => divided(x, factor),
            Move::CutAt { bound_days } => {
                if x >= bound_days {
                    f64::INFINITY
                } else {
                    x
                }
            }
            Move::Respond {
                old_days,
                new_days,
                share,
            } => {
                let slope = share * new_days / old_days;
                let free = slope + 1.0 - share;
                let bend = new_days.min(old_days);
                if x >= new_days {
                    divided(x + (1.0 - share) * (old_days - new_days), free)
                } else if x < free * bend {
                    divided(x, free)
                } else if new_days < old_days {
                    (new_days + divided(x - free * new_days, slope)).min(old_days)
                } else {
                    old_days
                }
            }
        }
    }

    /// Source values at which the move itself bends.
    fn own_kinks(self) -> Vec<f64> {
        match self {
            Move::Scale { .. } => Vec::new(),
            Move::CutAt { bound_days } => vec![bound_days],
            Move::Respond {
                old_days, new_days, ..
            } => vec![old_days, new_days],
        }
    }

    /// Values to which the move takes a whole stretch, or past which it jumps.
    fn images(self) -> Vec<f64> {
        match self {
            Move::Scale { factor } => {
                if factor == 0.0 {
                    vec![0.0]
                } else {
                    Vec::new()
                }
            }
            Move::CutAt { bound_days } => vec![bound_days],
            Move::Respond { new_days, .. } => vec![new_days],
        }
    }
}
