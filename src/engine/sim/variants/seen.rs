//! Legs as each clock sees them: with nothing but what their time hangs on, so that equal times are found equal.

use crate::sim::course::{Act, Leg};
use crate::workflow::Clock;

/// A leg as the official clock sees it.
pub fn on_the_clock(leg: &Leg) -> Option<Leg> {
    let counts = match &leg.act {
        Act::Work { clock, .. } | Act::Serve { clock, .. } | Act::DayEnds(clock) => {
            *clock == Clock::On
        }
        Act::DayBegins => true,
        Act::Until(_)
        | Act::Delay(_)
        | Act::Correct(_)
        | Act::Accept
        | Act::Sit { .. }
        | Act::CalendarDays { .. }
        | Act::Judge(_)
        | Act::Gate { .. }
        | Act::Stop(_) => false,
    };
    counts.then(|| plain(leg))
}

/// A leg as the applicant sees it, who does not know what counts.
pub fn off_the_clock(leg: &Leg) -> Option<Leg> {
    match &leg.act {
        Act::Judge(_) => None,
        Act::Until(_)
        | Act::Delay(_)
        | Act::Correct(_)
        | Act::Accept
        | Act::Sit { .. }
        | Act::Work { .. }
        | Act::CalendarDays { .. }
        | Act::Serve { .. }
        | Act::DayBegins
        | Act::DayEnds(_)
        | Act::Gate { .. }
        | Act::Stop(_) => Some(plain(leg)),
    }
}

/// A leg with nothing but what its time hangs on.
fn plain(leg: &Leg) -> Leg {
    let when = leg.when;
    let act = match &leg.act {
        Act::Correct(takes) | Act::Work { takes, .. } => Act::Delay(*takes),
        Act::DayEnds(_) => Act::DayEnds(Clock::Off),
        other => other.clone(),
    };
    Leg { when, act }
}
