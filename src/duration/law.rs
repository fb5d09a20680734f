//! A law: a distribution and the monotone moves that reforms made on it.

use super::Duration;

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
        /// Limit before.
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
    /// The limit that a limit profile is scaled by, as long as no other move was made; `None` for
    /// every other law.
    pub fn profile_limit_days(&self) -> Option<f64> {
        match &self.base {
            Duration::LimitProfile { limit_days, .. } => Some(
                self.moves
                    .iter()
                    .fold(*limit_days, |limit_days, change| match change {
                        Move::Scale { factor } => limit_days * factor,
                        Move::Respond { new_days, .. } => *new_days,
                        Move::CutAt { .. } => limit_days,
                    }),
            ),
            _ => None,
        }
    }
}
