//! Evaluating coalitions: measures applied along a walk, variants laid in a forest, figures read off.

use std::collections::BTreeMap;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use super::{Coalition, Failure, Quantity, Settings, Values};
use crate::reform::{Drafter, Measure};
use crate::sim::{Figures, Forest, GRID, Grid, Laid, Point, TooLong, Total, Watch};
use crate::table::Table;
use crate::workflow::Workflow;

/// What to evaluate.
pub(super) struct Job<'a> {
    pub measures: &'a [Measure],
    pub settings: Settings,
    pub tasks: Vec<Task>,
    /// Linear sums over all coalitions: how many, and the weights of a coalition in each.
    pub n_sums: usize,
    pub weights: &'a (dyn Fn(&Coalition, &mut [f64]) + Sync),
    /// Coalitions whose batches are wanted.
    pub keep: &'a (dyn Fn(&Coalition) -> bool + Sync),
}

/// Coalitions that one thread walks.
pub(super) struct Task {
    /// In walk order.
    pub coalitions: Vec<Coalition>,
    /// The order in which to read figures: neighbours differ little. Indices.
    pub reading: Vec<u32>,
}

/// Mean, median and P90 of both totals, batch by batch, working days.
pub(super) type Batches = Vec<[f64; 6]>;

/// What coalitions come to.
#[derive(Default)]
pub(super) struct Outcome {
    pub values: Table<Coalition, Values>,
    /// By sum, batch by batch.
    pub sums: Vec<Batches>,
    pub kept: Table<Coalition, Batches>,
    /// By measure: coalitions with it, and those in which it had no target.
    pub targets: Vec<(u64, u64)>,
}

/// Points that are read together.
const TOGETHER: usize = 512;

/// Memory for all threads' forests, bytes.
const MOST_BYTES: usize = 192 << 20;

/// Evaluates every coalition of a job.
///
/// # Errors
/// See [`Failure`].
pub(super) fn evaluate(
    start: &Workflow,
    job: &Job<'_>,
    watch: Watch<'_>,
) -> Result<Outcome, Failure> {
    match run::<u16>(start, job, watch) {
        Err(Failure::TooLong) => run::<u32>(start, job, watch),
        done => done,
    }
}

fn run<T: Grid>(start: &Workflow, job: &Job<'_>, watch: Watch<'_>) -> Result<Outcome, Failure> {
    let next = AtomicUsize::new(0);
    let done: Vec<Mutex<Option<Result<Outcome, Failure>>>> =
        job.tasks.iter().map(|_| Mutex::new(None)).collect();
    let n_threads = job.settings.threads.clamp(1, job.tasks.len().max(1));
    let work = &|start: Workflow| {
        let mut walker = Walker::<T>::new(job, start, MOST_BYTES / n_threads);
        loop {
            let idx = next.fetch_add(1, Ordering::Relaxed);
            let Some(task) = job.tasks.get(idx) else {
                return;
            };
            let outcome = walker.task(task, watch);
            let failed = outcome.is_err();
            *done[idx]
                .lock()
                .unwrap_or_else(|poisoned| poisoned.into_inner()) = Some(outcome);
            if failed {
                next.store(job.tasks.len(), Ordering::Relaxed);
            }
        }
    };
    std::thread::scope(|scope| {
        for _ in 1..n_threads {
            // A workflow cannot be looked at from two threads at once: each has its own.
            let start = start.clone();
            scope.spawn(move || work(start));
        }
        work(start.clone());
    });
    let mut all = Outcome {
        targets: vec![(0, 0); job.measures.len()],
        ..Outcome::default()
    };
    // In the order of the tasks: sums come out the same on any number of threads.
    for slot in done {
        let outcome = slot
            .into_inner()
            .unwrap_or_else(|poisoned| poisoned.into_inner());
        all.absorb(outcome.unwrap_or(Err(Failure::Stopped))?);
    }
    Ok(all)
}

impl Outcome {
    fn absorb(&mut self, other: Outcome) {
        self.values.extend(other.values);
        self.kept.extend(other.kept);
        if self.sums.is_empty() {
            self.sums = other.sums;
        } else {
            for (mine, theirs) in self.sums.iter_mut().zip(other.sums) {
                for (mine, theirs) in mine.iter_mut().zip(theirs) {
                    for (mine, theirs) in mine.iter_mut().zip(theirs) {
                        *mine += theirs;
                    }
                }
            }
        }
        for (mine, theirs) in self.targets.iter_mut().zip(other.targets) {
            mine.0 += theirs.0;
            mine.1 += theirs.1;
        }
    }
}

struct Walker<'a, T> {
    job: &'a Job<'a>,
    drafter: Drafter<'a>,
    start: Workflow,
    forest: Forest<T>,
    bytes: usize,
}

/// One step of the walk: the measure applied last and what came of it.
struct Stage {
    measure: usize,
    workflow: Workflow,
    laid: Laid,
    /// Measures so far that had no target.
    idle: Coalition,
}

impl<'a, T: Grid> Walker<'a, T> {
    fn new(job: &'a Job<'a>, start: Workflow, bytes: usize) -> Walker<'a, T> {
        Walker {
            job,
            drafter: Drafter::new(job.measures),
            forest: forest(job, &start, bytes),
            start,
            bytes,
        }
    }

    fn task(&mut self, task: &Task, watch: Watch<'_>) -> Result<Outcome, Failure> {
        // Half of the room is for points.
        if self.forest.own_bytes() > self.bytes / 2 {
            self.forest = forest(self.job, &self.start, self.bytes);
        }
        self.forest.forget_variants();
        let n_measures = self.job.measures.len();
        let mut outcome = Outcome {
            targets: vec![(0, 0); n_measures],
            ..Outcome::default()
        };
        let ends = self.walk(task, &mut outcome, watch)?;
        self.forest.draw();
        let mut values = vec![Values::default(); task.coalitions.len()];
        for (values, end) in values.iter_mut().zip(&ends) {
            for total in [Total::Counted, Total::Elapsed] {
                values[4 * total as usize] = end.limits[total as usize];
            }
        }
        for total in [Total::Counted, Total::Elapsed] {
            self.read(task, &ends, total, &mut values, &mut outcome, watch)?;
        }
        outcome.values = task.coalitions.iter().copied().zip(values).collect();
        Ok(outcome)
    }

    /// Where each coalition's cases end.
    fn walk(
        &mut self,
        task: &Task,
        outcome: &mut Outcome,
        watch: Watch<'_>,
    ) -> Result<Vec<End>, Failure> {
        let root = self.forest.lay(&self.start);
        let mut stages: Vec<Stage> = Vec::new();
        let mut ends = Vec::with_capacity(task.coalitions.len());
        for coalition in &task.coalitions {
            if watch.stop.load(Ordering::Relaxed) {
                return Err(Failure::Stopped);
            }
            let mut members = coalition.members().peekable();
            let mut depth = 0;
            while let (Some(stage), Some(&member)) = (stages.get(depth), members.peek()) {
                if stage.measure != member {
                    break;
                }
                members.next();
                depth += 1;
            }
            stages.truncate(depth);
            for member in members {
                let (workflow, laid, idle) = match stages.last() {
                    None => (&self.start, &root, Coalition::NONE),
                    Some(stage) => (&stage.workflow, &stage.laid, stage.idle),
                };
                let stage = match self.drafter.apply(workflow, member) {
                    Some(changed) => Stage {
                        measure: member,
                        laid: self.forest.lay_beside(&changed, (workflow, laid)),
                        workflow: changed,
                        idle,
                    },
                    None => Stage {
                        measure: member,
                        laid: laid.clone(),
                        workflow: workflow.clone(),
                        idle: idle.with(member),
                    },
                };
                stages.push(stage);
            }
            let (laid, idle) = match stages.last() {
                None => (&root, Coalition::NONE),
                Some(stage) => (&stage.laid, stage.idle),
            };
            for member in coalition.members() {
                let (of, without) = &mut outcome.targets[member];
                *of += 1;
                *without += u64::from(idle.contains(member));
            }
            ends.push(End::of(laid));
        }
        Ok(ends)
    }

    fn read(
        &mut self,
        task: &Task,
        ends: &[End],
        total: Total,
        values: &mut [Values],
        outcome: &mut Outcome,
        watch: Watch<'_>,
    ) -> Result<(), Failure> {
        let n_sums = self.job.n_sums;
        // Coalitions that end at one point are read once.
        let mut seen: Table<_, usize> = Table::default();
        let mut groups: Vec<Vec<usize>> = Vec::new();
        for &idx in &task.reading {
            let idx = idx as usize;
            let group = *seen
                .entry(ends[idx].points[total as usize])
                .or_insert_with(|| {
                    groups.push(Vec::new());
                    groups.len() - 1
                });
            groups[group].push(idx);
        }
        let mut weights = vec![0.0; n_sums];
        let mut sum_of_weights = vec![0.0; n_sums];
        let point = |group: &Vec<usize>| ends[group[0]].points[total as usize];
        for groups in groups.chunks(TOGETHER) {
            if watch.stop.load(Ordering::Relaxed) {
                return Err(Failure::Stopped);
            }
            let points: Vec<Point> = groups.iter().map(point).collect();
            let figures = self.forest.figures(&points, total);
            let figures = figures.map_err(|TooLong| Failure::TooLong)?;
            for (group, figures) in groups.iter().zip(&figures) {
                sum_of_weights.fill(0.0);
                for &idx in group {
                    for (figure, &steps) in figures.all.iter().enumerate() {
                        values[idx][4 * total as usize + 1 + figure] = steps / f64::from(GRID);
                    }
                    let coalition = &task.coalitions[idx];
                    weights.fill(0.0);
                    (self.job.weights)(coalition, &mut weights);
                    for (sum, weight) in sum_of_weights.iter_mut().zip(&weights) {
                        *sum += weight;
                    }
                    if (self.job.keep)(coalition) {
                        let kept = outcome.kept.entry(*coalition).or_default();
                        add(kept, figures, total, 1.0);
                    }
                }
                outcome.sums.resize(n_sums, Batches::new());
                for (sum, &weight) in outcome.sums.iter_mut().zip(&sum_of_weights) {
                    add(sum, figures, total, weight);
                }
                if total == Total::Elapsed {
                    (watch.tick)(group.len() as u64);
                }
            }
        }
        Ok(())
    }
}

fn forest<T: Grid>(job: &Job<'_>, start: &Workflow, bytes: usize) -> Forest<T> {
    let Settings {
        seed, replications, ..
    } = job.settings;
    Forest::new(seed, &start.id, replications, bytes / 2)
}

/// Where a coalition's cases end.
struct End {
    points: [Point; 2],
    limits: [f64; 2],
}

impl End {
    fn of(laid: &Laid) -> End {
        let totals = [Total::Counted, Total::Elapsed];
        End {
            points: totals.map(|total| laid.total(total)),
            limits: totals.map(|total| laid.limit_days(total)),
        }
    }
}

pub(super) fn add(batches: &mut Batches, figures: &Figures, total: Total, weight: f64) {
    batches.resize(figures.batches.len(), [0.0; 6]);
    let scale = weight / f64::from(GRID);
    let first = 3 * total as usize;
    for (sum, batch) in batches.iter_mut().zip(&figures.batches) {
        for figure in 0..3 {
            sum[first + figure] += batch[figure] * scale;
        }
    }
}

/// Where a quantity stands in a batch; limits have no luck.
pub(super) fn in_batch(quantity: Quantity) -> Option<usize> {
    let within = quantity.idx() % 4;
    (within > 0).then(|| 3 * quantity.total as usize + within - 1)
}

/// All subsets of the first `n` measures in tasks of at most `2^LARGEST`, read in an order in which the
/// measures with the least consequences change most often.
pub(super) fn all_subsets(n: usize, consequences: &[usize]) -> Vec<Task> {
    /// Points of a task fit into memory, and tasks into threads.
    const LARGEST: usize = 13;
    let n_fixed = n.saturating_sub(LARGEST);
    let mut free: Vec<usize> = (n_fixed..n).collect();
    free.sort_by_key(|&measure| consequences[measure]);
    let tasks = 0..1u64 << n_fixed;
    tasks
        .map(|fixed| {
            let mut coalitions: Vec<Coalition> = (0..1u64 << (n - n_fixed))
                .map(|rest| Coalition::from_bits(fixed | rest << n_fixed))
                .collect();
            coalitions.sort_by(Coalition::walk_order);
            let places: BTreeMap<u64, u32> = (0..)
                .zip(&coalitions)
                .map(|(place, coalition)| (coalition.bits(), place))
                .collect();
            let reading = (0..1u64 << free.len())
                .map(|number| {
                    let gray = number ^ (number >> 1);
                    let bits = free.iter().enumerate();
                    let bits = bits.map(|(bit, &measure)| (gray >> bit & 1) << measure);
                    places[&bits.fold(fixed, |all, bit| all | bit)]
                })
                .collect();
            Task {
                coalitions,
                reading,
            }
        })
        .collect()
}
