//! When cases come: gaps keyed by case, so that every workflow of a family meets the same arrivals.

use std::sync::OnceLock;

use jiff::civil::Date;

use crate::calendar::{Calendar, Walk};
use crate::sim::TICKS_PER_DAY;
use crate::sim::streams::{BLOCK, Purpose, Stream};
use crate::workflow::{Arrivals, Horizon, Process};

/// The arrivals of a scenario, laid over working days from day zero.
#[derive(Debug)]
pub struct Demand {
    flow: Flow,
    backlog: u32,
    per_day: f64,
    /// The working days of the year that begins on day zero.
    year: Vec<Date>,
    calendar: Calendar,
    start: Date,
    walk: OnceLock<Option<Walk>>,
}

#[derive(Debug)]
enum Flow {
    /// Gaps of a Poisson process with this mean, ticks; with the relative rate of every working day of a cycle, if it
    /// varies.
    Random {
        mean: f64,
        stream: Stream,
        rates: Option<Vec<f64>>,
    },
    /// `size` cases every so many ticks.
    Batch { size: u64, every: u64 },
    /// At these ticks.
    Recorded(Vec<u64>),
}

/// Working days whose dates are known; later ones have none.
pub(super) const WALK_DAYS: u32 = 60_000;

impl Demand {
    /// Lays arrivals over the working days of `calendar` from `start` on.
    pub fn new(
        arrivals: &Arrivals,
        (seed, scenario): (u64, &str),
        calendar: &Calendar,
        start: Date,
    ) -> Demand {
        let year: Vec<Date> = start
            .series(jiff::Span::new().days(1))
            .take(365)
            .filter(|&date| calendar.is_working_day(date))
            .collect();
        let stream = Stream::new(seed, scenario, "arrivals", Purpose::Arrival);
        let ticks = f64::from(TICKS_PER_DAY);
        let (flow, per_day) = match &arrivals.process {
            Process::Poisson { per_day } => (random(*per_day, stream, None), *per_day),
            Process::Seasonal {
                per_day,
                month_weights,
                weekday_weights,
            } => {
                let rates = yearly(&year, month_weights, weekday_weights);
                (random(*per_day, stream, Some(rates)), *per_day)
            }
            Process::Batch { size, every_days } => {
                let every = (every_days * ticks).round().max(1.0) as u64;
                let size = u64::from(*size);
                (Flow::Batch { size, every }, size as f64 / every_days)
            }
            Process::Recorded(dates) => {
                let at = recorded(calendar, start, dates);
                let days = match arrivals.horizon {
                    Horizon::Terminating { days } | Horizon::SteadyFor { days, .. } => days,
                    Horizon::Steady => at.last().map_or(1.0, |&last| (last as f64 / ticks).ceil()),
                };
                let n = at
                    .iter()
                    .filter(|&&tick| (tick as f64) < days * ticks)
                    .count();
                let per_day = n as f64 / days.max(1.0);
                (Flow::Recorded(at), per_day)
            }
        };
        Demand {
            flow,
            backlog: arrivals.backlog,
            per_day,
            year,
            calendar: calendar.clone(),
            start,
            walk: OnceLock::new(),
        }
    }

    /// Cases a working day in the long run.
    pub fn per_day(&self) -> f64 {
        self.per_day
    }

    /// Cases that lie there on day zero.
    pub fn backlog(&self) -> u32 {
        self.backlog
    }

    /// The working days of the year that begins on day zero.
    pub(super) fn year(&self) -> &[Date] {
        &self.year
    }

    /// The calendar from the day before day zero on, whose working days are numbered from 1; `None` if it ends too soon.
    pub(super) fn walk(&self) -> Option<&Walk> {
        let walk = self.walk.get_or_init(|| {
            let before = self.start.yesterday().ok()?;
            Walk::new(&self.calendar, before..=before, WALK_DAYS)
        });
        walk.as_ref()
    }

    /// The arrivals of the cases from `first_case` on, which begins a block.
    pub(super) fn coming(&self, first_case: u64) -> Coming<'_> {
        let mut coming = Coming {
            flow: &self.flow,
            next_case: first_case,
            n: 0,
            uniforms: [0; BLOCK],
            day: 0,
            within_day: 0.0,
            at: Some(0),
        };
        coming.advance();
        coming
    }
}

fn random(per_day: f64, stream: Stream, rates: Option<Vec<f64>>) -> Flow {
    Flow::Random {
        mean: f64::from(TICKS_PER_DAY) / per_day,
        stream,
        rates,
    }
}

/// A gap of a Poisson process, by the quantile function of the exponential law.
fn gap(mean: f64, uniform: u32) -> u64 {
    let above = (4_294_967_295.5 - f64::from(uniform)) / 4_294_967_296.0;
    (-mean * libm::log(above)).round() as u64
}

/// Relative rates of the working days of a year; their mean is 1.
fn yearly(year: &[Date], month_weights: &[f64; 12], weekday_weights: &[f64; 7]) -> Vec<f64> {
    let mut rates: Vec<f64> = year
        .iter()
        .map(|date| {
            let month = month_weights[date.month() as usize - 1];
            let weekday = date.weekday().to_monday_zero_offset() as usize;
            month * weekday_weights[weekday]
        })
        .collect();
    let mean = rates.iter().sum::<f64>() / rates.len().max(1) as f64;
    if mean > 0.0 {
        rates.iter_mut().for_each(|rate| *rate /= mean);
    } else {
        rates = vec![1.0];
    }
    rates
}

/// Dates as ticks since the working day `start`; a day off counts to the next working day.
fn recorded(calendar: &Calendar, start: Date, dates: &[Date]) -> Vec<u64> {
    let mut days: Vec<u64> = Vec::with_capacity(dates.len());
    let mut sorted = dates.to_vec();
    sorted.sort();
    let (mut at, mut passed) = (start, 0u64);
    for date in sorted {
        while at < date {
            let Ok(next) = at.tomorrow() else { break };
            passed += u64::from(calendar.is_working_day(at));
            at = next;
        }
        days.push(passed);
    }
    let mut ticks = Vec::with_capacity(days.len());
    for same_day in days.chunk_by(|a, b| a == b) {
        let step = u64::from(TICKS_PER_DAY) / same_day.len() as u64;
        for (idx, &day) in same_day.iter().enumerate() {
            ticks.push(day * u64::from(TICKS_PER_DAY) + idx as u64 * step);
        }
    }
    ticks
}

/// Arrivals one after another.
#[derive(Debug)]
pub(super) struct Coming<'d> {
    flow: &'d Flow,
    next_case: u64,
    n: u64,
    uniforms: [u32; BLOCK],
    /// Where in the cycle of rates the last arrival was.
    day: usize,
    within_day: f64,
    at: Option<u64>,
}

impl Coming<'_> {
    /// The tick of the next arrival.
    #[inline]
    pub fn next_tick(&self) -> Option<u64> {
        self.at
    }

    /// Goes on to the arrival after it.
    pub fn advance(&mut self) {
        let n = self.n;
        self.n += 1;
        let flow = self.flow;
        match flow {
            Flow::Batch { size, every } => self.at = Some(n / size * every),
            Flow::Recorded(ticks) => self.at = ticks.get(n as usize).copied(),
            Flow::Random {
                mean,
                stream,
                rates,
            } => {
                let lane = (self.next_case % BLOCK as u64) as usize;
                if lane == 0 {
                    stream.uniforms(0, self.next_case, &mut self.uniforms);
                }
                self.next_case += 1;
                let gap = gap(*mean, self.uniforms[lane]);
                let last = self.at.unwrap_or(0);
                self.at = Some(match rates {
                    None => last + gap,
                    Some(rates) => self.warped(last, gap, rates),
                });
            }
        }
    }

    /// Where a gap at the mean rate ends when the rate varies from day to day.
    fn warped(&mut self, last: u64, gap: u64, rates: &[f64]) -> u64 {
        let ticks = f64::from(TICKS_PER_DAY);
        let day_of_last = last / u64::from(TICKS_PER_DAY);
        let mut left = gap as f64 / ticks;
        let mut days = 0;
        loop {
            let rate = rates[self.day % rates.len()];
            let rest = (1.0 - self.within_day) * rate;
            if left < rest {
                self.within_day += left / rate;
                let within = ((self.within_day * ticks) as u64).min(u64::from(TICKS_PER_DAY) - 1);
                let at = (day_of_last + days) * u64::from(TICKS_PER_DAY) + within;
                return at.max(last);
            }
            left -= rest;
            self.within_day = 0.0;
            self.day += 1;
            days += 1;
        }
    }
}
