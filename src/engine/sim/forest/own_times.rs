//! What steps take of themselves, over all cases: each distinct time drawn once.

use std::sync::Arc;

use super::super::block::{BLOCK, Block};
use super::super::cases::Cases;
use super::super::lanes::{ZERO, masked, raise};
use super::super::own::{OwnTime, wait};
use super::super::plan::{Node, Plan};
use super::super::pool::{Draw, Pool};
use super::keys::{What, key, sits};
use super::{Grid, TooLong};
use crate::table::Table;
use crate::workflow::Handover;

/// A time of every case: index into the own times.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Lane(pub u32);

/// The interned own times of all steps of all variants.
#[derive(Debug)]
pub(super) struct OwnTimes<T> {
    cases: usize,
    /// Steps' own times by what they hang on.
    known: Table<Vec<u32>, Lane>,
    /// Hand-offs between two steps with these presences.
    delays: Table<(Draw, [Option<Lane>; 2]), Lane>,
    lanes: Vec<Drawn<T>>,
    /// Lanes that are known but not drawn.
    waiting: Vec<(Lane, Source)>,
}

#[derive(Debug)]
struct Drawn<T> {
    /// Block by block; 0 beyond the last case.
    values: Box<[[T; BLOCK]]>,
    most: u64,
    /// Where the time hangs on the hour at which the step starts, the lane is that from day zero.
    hourly: Option<Hourly>,
}

/// A step whose time hangs on the hour at which it starts.
#[derive(Debug)]
pub(super) struct Hourly {
    node: Arc<Node>,
    handover: Handover,
}

#[derive(Debug)]
enum Source {
    Step(Arc<Node>, Handover, What),
    /// A hand-off that happens where both steps are present.
    Delay(Draw, [Option<Lane>; 2]),
}

impl<T: Grid> OwnTimes<T> {
    pub fn new(cases: usize) -> OwnTimes<T> {
        OwnTimes {
            cases,
            known: Table::default(),
            delays: Table::default(),
            lanes: Vec::new(),
            waiting: Vec::new(),
        }
    }

    /// How many cases a lane has.
    pub fn cases(&self) -> usize {
        self.cases
    }

    /// Blocks of cases in a lane.
    pub fn blocks(&self) -> usize {
        self.cases.div_ceil(BLOCK)
    }

    /// Every case of a lane, block by block; drawn before.
    pub fn lane(&self, lane: Lane) -> &[[T; BLOCK]] {
        &self.lanes[lane.0 as usize].values
    }

    /// No case is longer.
    pub fn most(&self, lane: Lane) -> u64 {
        self.lanes[lane.0 as usize].most
    }

    pub fn bytes(&self) -> usize {
        self.lanes.len() * self.cases * size_of::<T>()
    }

    /// The lane of a step's own time; `None` if it is trivial.
    pub fn of_step(&mut self, node: &Arc<Node>, handover: Handover, what: What) -> Option<Lane> {
        let key = key(node, handover, what)?;
        let source = || Source::Step(Arc::clone(node), handover, what);
        let lane = self.once(key, source);
        if what == What::Elapsed && sits(node) {
            self.lanes[lane.0 as usize].hourly = Some(Hourly {
                node: Arc::clone(node),
                handover,
            });
        }
        Some(lane)
    }

    /// The step of a lane, if its time hangs on the hour at which it starts.
    pub fn hourly(&self, lane: Lane) -> Option<&Hourly> {
        self.lanes[lane.0 as usize].hourly.as_ref()
    }

    /// The lane of a hand-off.
    pub fn of_delay(&mut self, draw: Draw, presences: [Option<Lane>; 2]) -> Lane {
        if let Some(&lane) = self.delays.get(&(draw, presences)) {
            return lane;
        }
        let lane = self.add(Source::Delay(draw, presences));
        self.delays.insert((draw, presences), lane);
        lane
    }

    fn once(&mut self, key: Vec<u32>, source: impl FnOnce() -> Source) -> Lane {
        if let Some(&lane) = self.known.get(&key) {
            return lane;
        }
        let lane = self.add(source());
        self.known.insert(key, lane);
        lane
    }

    fn add(&mut self, source: Source) -> Lane {
        let lane = Lane(u32::try_from(self.lanes.len()).expect("fewer than four billion lanes"));
        self.lanes.push(Drawn {
            values: Box::default(),
            most: 0,
            hourly: None,
        });
        self.waiting.push((lane, source));
        lane
    }

    /// Draws every lane that waits. A time that does not fit counts as the largest, which no sum with
    /// it passes unnoticed.
    pub fn draw(&mut self, pool: &Pool) {
        let waiting = std::mem::take(&mut self.waiting);
        if waiting.is_empty() {
            return;
        }
        let blank = vec![[T::default(); BLOCK]; self.blocks()].into_boxed_slice();
        for (lane, _) in &waiting {
            self.lanes[lane.0 as usize].values = blank.clone();
        }
        let mut cases = Cases::new(&Plan::empty());
        let mut block = Block::new(pool);
        for number in 0..self.blocks() {
            let from = number * BLOCK;
            let cases_here = (self.cases - from).min(BLOCK);
            block.start(from as u64);
            for (lane, source) in &waiting {
                let times = match source {
                    Source::Step(node, handover, what) => {
                        step_time(&mut cases, node, *handover, *what, &mut block)
                    }
                    Source::Delay(draw, presences) => {
                        self.delay(*draw, *presences, number, &mut block)
                    }
                };
                let drawn = &mut self.lanes[lane.0 as usize];
                for (value, time) in drawn.values[number][..cases_here].iter_mut().zip(times) {
                    drawn.most = drawn.most.max(u64::from(time));
                    *value = T::new(time).unwrap_or(T::MAX);
                }
            }
        }
        for (lane, source) in &waiting {
            // A presence is a mask, not a time.
            if let Source::Step(_, _, What::Presence | What::There(_)) = source {
                self.lanes[lane.0 as usize].most = 0;
            }
        }
    }

    fn delay(
        &self,
        draw: Draw,
        presences: [Option<Lane>; 2],
        number: usize,
        block: &mut Block<'_>,
    ) -> [u32; BLOCK] {
        let mut delay = *block.value(draw);
        for presence in presences.into_iter().flatten() {
            let present = &self.lane(presence)[number];
            for (delay, present) in delay.iter_mut().zip(present) {
                if *present == T::default() {
                    *delay = 0;
                }
            }
        }
        delay
    }
}

impl Hourly {
    /// From starts to ends of the block of cases from number `from` on.
    pub fn ends<T: Grid>(
        &self,
        starts: &[T; BLOCK],
        from: usize,
        pool: &Pool,
        ends: &mut [T; BLOCK],
    ) -> Result<(), TooLong> {
        let mut cases = Cases::new(&Plan::empty());
        let mut block = Block::new(pool);
        let mut own = OwnTime::blank();
        block.start(from as u64);
        cases.own_time(&self.node, self.handover, &mut own, &mut block);
        let mut end = starts.map(Into::into);
        let mut counted = ZERO;
        let times = (&mut end, &mut counted);
        own.pass(&self.node, self.handover, times, &mut block);
        for (out, end) in ends.iter_mut().zip(end) {
            *out = T::new(end).filter(|end| *end < T::MAX).ok_or(TooLong)?;
        }
        Ok(())
    }
}

fn step_time(
    cases: &mut Cases,
    node: &Node,
    handover: Handover,
    what: What,
    block: &mut Block<'_>,
) -> [u32; BLOCK] {
    let mut own = OwnTime::blank();
    cases.own_time(node, handover, &mut own, block);
    let (mut end, mut counted) = (ZERO, ZERO);
    match what {
        What::Presence => own.present,
        What::Floor => own.floor.unwrap_or(ZERO),
        What::Elapsed | What::Counted => {
            own.pass(node, handover, (&mut end, &mut counted), block);
            if what == What::Elapsed { end } else { counted }
        }
        What::There(gate) => {
            let gate = &node.end_gates[gate];
            let mut there = [0; BLOCK];
            for waited in &gate.obtained {
                raise(&mut there, &wait(waited, block));
            }
            for (there, never) in there.iter_mut().zip(block.mask(gate.never)) {
                *there |= never;
            }
            masked(&there, &own.present)
        }
        What::Hold(gate) => {
            let within = node.end_gates[gate].within;
            let mut hold = *own.counter().unwrap_or(&ZERO);
            hold.iter_mut().for_each(|hold| *hold += within);
            hold
        }
    }
}
