//! In which order to compute points so that each is computed once, and where to keep it until its last use.

use super::own::Time;
use super::points::{Point, Points, Way};
use crate::table::Table;

/// Computing some points, step by step.
#[derive(Debug, Default)]
pub(super) struct Script {
    pub steps: Vec<ScriptStep>,
    /// Of all steps together.
    before: Vec<Waited>,
    pub n_slots: usize,
}

/// Computing one point, or the latest of several that more than one point waits for.
#[derive(Debug)]
pub(super) struct ScriptStep {
    /// `None`: no more than the latest of what is waited for.
    pub point: Option<Point>,
    /// Where it is kept.
    pub slot: u32,
    /// Whether a later step waits for it.
    pub is_waited_for: bool,
    /// What it waits for: part of [`Script::before`].
    before: (u32, u32),
    /// Which of the wanted points it is.
    pub wanted: Option<u32>,
}

/// Something waited for.
#[derive(Clone, Copy, Debug)]
pub(super) struct Waited {
    /// Where it is kept.
    pub slot: u32,
    /// What lies in between.
    pub delay: Option<Time>,
}

/// The place of what is not needed, or not yet.
const NOWHERE: u32 = u32::MAX;

impl Script {
    /// Computes the points of `wanted`, no two of which are the same, as nearly in their order as what they
    /// wait for allows: neighbours have much in common, so that little must be kept.
    pub fn of(points: &Points, wanted: &[Point]) -> Script {
        let mut writer = Writer::default();
        writer.write(points, &Order::of(points, wanted));
        let mut script = writer.script;
        script.allot_slots();
        script
    }

    /// What a step waits for.
    pub fn before(&self, step: &ScriptStep) -> &[Waited] {
        &self.before[step.before.0 as usize..step.before.1 as usize]
    }

    /// From numbers of steps to slots, which are free again after the last use.
    fn allot_slots(&mut self) {
        let mut last_use: Vec<usize> = (0..self.steps.len()).collect();
        for (at, step) in self.steps.iter().enumerate() {
            for waited in self.before(step) {
                last_use[waited.slot as usize] = at;
            }
        }
        let mut free: Vec<u32> = Vec::new();
        for at in 0..self.steps.len() {
            let slot = free.pop().unwrap_or(self.n_slots as u32);
            self.n_slots = self.n_slots.max(slot as usize + 1);
            let (from, upto) = self.steps[at].before;
            for waited in &mut self.before[from as usize..upto as usize] {
                let number = waited.slot as usize;
                waited.slot = self.steps[number].slot;
                if last_use[number] == at {
                    free.push(waited.slot);
                    // Waited for twice, with different delays: free once.
                    last_use[number] = usize::MAX;
                }
            }
            if last_use[at] == at {
                free.push(slot);
            }
            self.steps[at].slot = slot;
            self.steps[at].is_waited_for = last_use[at] != at;
        }
    }
}

/// Points in an order in which each comes after what it waits for.
struct Order {
    /// With its number among those wanted.
    points: Vec<(Point, Option<u32>)>,
    /// By point: where it stands.
    places: Vec<u32>,
}

impl Order {
    /// The wanted points and all that they wait for.
    fn of(points: &Points, wanted: &[Point]) -> Order {
        let mut order = Order {
            points: Vec::new(),
            places: vec![NOWHERE; points.len()],
        };
        let mut open: Vec<Point> = Vec::new();
        for (number, &point) in (0..).zip(wanted) {
            open.push(point);
            while let Some(&top) = open.last() {
                let n_open = open.len();
                if order.place(top) == NOWHERE {
                    let before = points.before(top).iter().map(|&(before, _)| before);
                    open.extend(before.filter(|&before| order.place(before) == NOWHERE));
                }
                if open.len() == n_open {
                    open.pop();
                    if order.place(top) == NOWHERE {
                        order.places[top.0 as usize] = order.points.len() as u32;
                        order.points.push((top, None));
                    }
                }
            }
            let place = order.place(point) as usize;
            order.points[place].1 = Some(number);
        }
        order
    }

    fn place(&self, point: Point) -> u32 {
        self.places[point.0 as usize]
    }
}

/// What points wait for, as a tree: lists that begin alike have their beginnings in common.
#[derive(Default)]
struct Joins {
    known: Table<(u32, Way), u32>,
    all: Vec<Join>,
    /// Every point's joins, from that of its first to that of all it waits for.
    paths: Vec<u32>,
}

/// The latest of what stands at the beginning of a list.
struct Join {
    /// How many points wait for just this, and how many longer beginnings there are.
    users: u32,
    /// The step that computes it.
    step: u32,
}

impl Joins {
    fn add(&mut self, list: &[Way]) {
        let mut last = NOWHERE;
        for &before in list {
            let next = self.all.len() as u32;
            let join = *self.known.entry((last, before)).or_insert(next);
            if join == next {
                self.all.push(Join {
                    users: 0,
                    step: NOWHERE,
                });
                self.used(last);
            }
            self.paths.push(join);
            last = join;
        }
        self.used(last);
    }

    fn used(&mut self, join: u32) {
        if join != NOWHERE {
            self.all[join as usize].users += 1;
        }
    }
}

/// Writes the steps of a script; instead of slots they still have the numbers of steps.
#[derive(Default)]
struct Writer {
    script: Script,
    /// By place in the order.
    written: Vec<u32>,
    waits_for: Vec<Waited>,
}

impl Writer {
    fn write(&mut self, points: &Points, order: &Order) {
        let mut joins = Joins::default();
        for &(point, _) in &order.points {
            joins.add(points.before(point));
        }
        let mut paths = joins.paths.iter();
        for &(point, wanted) in &order.points {
            let before = points.before(point).iter();
            self.waits_for.clear();
            for (idx, (&(before, delay), &join)) in before.zip(&mut paths).enumerate() {
                let slot = self.written[order.place(before) as usize];
                self.waits_for.push(Waited { slot, delay });
                let join = &mut joins.all[join as usize];
                // What more than one waits for is computed once.
                if idx > 0 && join.users > 1 {
                    if join.step == NOWHERE {
                        join.step = self.step(None, None);
                    }
                    self.waits_for.clear();
                    self.waits_for.push(Waited {
                        slot: join.step,
                        delay: None,
                    });
                }
            }
            let step = self.step(Some(point), wanted);
            self.written.push(step);
        }
    }

    fn step(&mut self, point: Option<Point>, wanted: Option<u32>) -> u32 {
        let Script { steps, before, .. } = &mut self.script;
        let from = before.len() as u32;
        before.extend(&self.waits_for);
        steps.push(ScriptStep {
            point,
            slot: NOWHERE,
            is_waited_for: false,
            before: (from, before.len() as u32),
            wanted,
        });
        steps.len() as u32 - 1
    }
}
