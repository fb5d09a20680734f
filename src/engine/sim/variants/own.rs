//! What steps take of themselves, over all cases: each distinct time drawn once.

use std::sync::Arc;

use crate::sim::cases::Pass;
use crate::sim::course::Course;
use crate::sim::streams::{BLOCK, Block, Draws, Value};
use crate::table::Table;

/// A time of every case: index into the own times.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Time(pub u32);

/// A course that is gone through from the hour at which it begins: index into the own times.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Hourly(pub u32);

/// The interned own times of all steps of all variants.
#[derive(Debug)]
pub(super) struct OwnTimes {
    cases: usize,
    known: Table<Source, Time>,
    drawn: Vec<Drawn>,
    hourly: Vec<Arc<Course>>,
    known_hourly: Table<Arc<Course>, Hourly>,
    /// Times that are known but not drawn.
    waiting: Vec<(Time, Source)>,
}

#[derive(Debug)]
struct Drawn {
    /// Block by block; 0 beyond the last case.
    ticks: Box<[[u32; BLOCK]]>,
    most: u64,
}

/// Where a time comes from: equal sources, equal times in every case.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) enum Source {
    /// What a course takes that is the same at any hour.
    Course(Arc<Course>),
    /// A number: a hand-off, a material.
    Value(Value),
}

impl OwnTimes {
    pub fn new(cases: usize) -> OwnTimes {
        OwnTimes {
            cases,
            known: Table::default(),
            drawn: Vec::new(),
            hourly: Vec::new(),
            known_hourly: Table::default(),
            waiting: Vec::new(),
        }
    }

    /// Cases.
    pub fn cases(&self) -> usize {
        self.cases
    }

    /// Blocks of cases.
    pub fn blocks(&self) -> usize {
        self.cases.div_ceil(BLOCK)
    }

    /// Every case's time, block by block; drawn before.
    pub fn ticks(&self, time: Time) -> &[[u32; BLOCK]] {
        &self.drawn[time.0 as usize].ticks
    }

    /// No case is longer.
    pub fn most(&self, time: Time) -> u64 {
        self.drawn[time.0 as usize].most
    }

    pub fn bytes(&self) -> usize {
        self.drawn.len() * self.cases * size_of::<u32>()
    }

    /// The time that comes from a source.
    pub fn of(&mut self, source: Source) -> Time {
        if let Some(&time) = self.known.get(&source) {
            return time;
        }
        let time = Time(u32::try_from(self.drawn.len()).expect("fewer than four billion times"));
        self.drawn.push(Drawn {
            ticks: Box::default(),
            most: 0,
        });
        self.waiting.push((time, source.clone()));
        self.known.insert(source, time);
        time
    }

    /// A course that hangs on the hour.
    pub fn hourly(&mut self, course: Arc<Course>) -> Hourly {
        if let Some(&hourly) = self.known_hourly.get(&course) {
            return hourly;
        }
        let hourly = u32::try_from(self.hourly.len()).expect("fewer than four billion courses");
        self.hourly.push(Arc::clone(&course));
        self.known_hourly.insert(course, Hourly(hourly));
        Hourly(hourly)
    }

    /// The course itself.
    pub fn course(&self, hourly: Hourly) -> &Course {
        &self.hourly[hourly.0 as usize]
    }

    /// Draws every time that waits.
    pub fn draw(&mut self, draws: &Draws) {
        let waiting = std::mem::take(&mut self.waiting);
        if waiting.is_empty() {
            return;
        }
        let blank = vec![[0; BLOCK]; self.blocks()].into_boxed_slice();
        for (time, _) in &waiting {
            self.drawn[time.0 as usize].ticks = blank.clone();
        }
        let mut pass = Pass::blank();
        let mut block = Block::new(draws, None);
        for number in 0..self.blocks() {
            let from = number * BLOCK;
            let n_here = (self.cases - from).min(BLOCK);
            block.start(from as u64);
            for (time, source) in &waiting {
                let ticks = match source {
                    Source::Course(course) => {
                        pass.take(course, &mut block);
                        &*pass.now
                    }
                    Source::Value(value) => block.value(*value),
                };
                let drawn = &mut self.drawn[time.0 as usize];
                drawn.ticks[number][..n_here].copy_from_slice(&ticks[..n_here]);
                let most = ticks[..n_here].iter().max().copied().unwrap_or(0);
                drawn.most = drawn.most.max(u64::from(most));
            }
        }
    }
}
