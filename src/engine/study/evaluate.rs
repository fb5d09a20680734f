//! Evaluating coalitions: measures applied along a walk, variants laid side by side, figures read off.

use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use super::batches::{Batches, add, add_figures};
use super::tasks::Task;
use super::worths::Worths;
use super::{Coalition, Failure, Settings, Values};
use crate::reform::{Drafter, Measure};
use crate::sim::{Laid, Point, TICKS_PER_DAY, TooLong, Total, Variants, Watch};
use crate::table::Table;
use crate::workflow::Workflow;

/// What to evaluate.
pub(super) struct Job<'a> {
    pub measures: &'a [Measure],
    pub settings: Settings,
    pub tasks: Vec<Task>,
    /// Whether the tasks are all coalitions of the measures.
    pub is_every: bool,
    /// Linear sums over all coalitions: how many, and the weights of a coalition in each.
    pub n_sums: usize,
    pub weights: &'a (dyn Fn(&Coalition, &mut [f64]) + Sync),
    /// Coalitions whose batches are wanted.
    pub keep: &'a (dyn Fn(&Coalition) -> bool + Sync),
}

/// What coalitions come to.
#[derive(Default)]
pub(super) struct Outcome {
    pub values: Worths,
    /// By sum.
    pub sums: Vec<Batches>,
    pub kept: Table<Coalition, Batches>,
    /// By measure: coalitions with it, and those in which it had no target.
    pub targets: Vec<(u64, u64)>,
}

/// Points that are read together.
const TOGETHER: usize = 512;

/// Memory for all threads' variants, bytes.
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
    let next = AtomicUsize::new(0);
    let done: Vec<Mutex<Option<Result<Part, Failure>>>> =
        job.tasks.iter().map(|_| Mutex::new(None)).collect();
    let n_threads = job.settings.threads.clamp(1, job.tasks.len().max(1));
    let work = &|start: Workflow| {
        let mut walker = Walker::new(job, &start, MOST_BYTES / n_threads);
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
        values: match job.is_every {
            true => Worths::of_every(job.measures.len()),
            false => Worths::default(),
        },
        targets: vec![(0, 0); job.measures.len()],
        ..Outcome::default()
    };
    // In the order of the tasks: sums come out the same on any number of threads.
    for (slot, task) in done.into_iter().zip(&job.tasks) {
        let done = slot
            .into_inner()
            .unwrap_or_else(|poisoned| poisoned.into_inner());
        all.absorb(task, done.unwrap_or(Err(Failure::Stopped))?);
    }
    Ok(all)
}

impl Outcome {
    fn absorb(&mut self, task: &Task, part: Part) {
        for (&coalition, values) in task.coalitions.iter().zip(part.values) {
            self.values.insert(coalition, values);
        }
        self.kept.extend(part.kept);
        self.sums.resize(part.sums.len(), Batches::default());
        for (mine, theirs) in self.sums.iter_mut().zip(&part.sums) {
            for (mine, theirs) in mine.iter_mut().zip(theirs) {
                add(mine, theirs, 1.0);
            }
        }
        for (mine, theirs) in self.targets.iter_mut().zip(part.targets) {
            mine.0 += theirs.0;
            mine.1 += theirs.1;
        }
    }
}

/// What the coalitions of one task come to, as in an [`Outcome`]; values in the task's order.
struct Part {
    values: Vec<Values>,
    sums: Vec<Batches>,
    kept: Table<Coalition, Batches>,
    targets: Vec<(u64, u64)>,
}

struct Walker<'a> {
    job: &'a Job<'a>,
    drafter: Drafter<'a>,
    start: Workflow,
    variants: Variants,
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

impl<'a> Walker<'a> {
    fn new(job: &'a Job<'a>, start: &Workflow, bytes: usize) -> Walker<'a> {
        let drafter = Drafter::new(job.measures);
        Walker {
            job,
            variants: variants(job, start, bytes),
            start: drafter.start(start),
            drafter,
            bytes,
        }
    }

    fn task(&mut self, task: &Task, watch: Watch<'_>) -> Result<Part, Failure> {
        // Half of the room is for points.
        if self.variants.own_bytes() > self.bytes / 2 {
            self.variants = variants(self.job, &self.start, self.bytes);
        }
        self.variants.forget();
        let n_measures = self.job.measures.len();
        let mut part = Part {
            values: vec![Values::default(); task.coalitions.len()],
            sums: vec![Batches::default(); self.job.n_sums],
            kept: Table::default(),
            targets: vec![(0, 0); n_measures],
        };
        let ends = self.walk(task, &mut part, watch)?;
        self.variants.draw();
        for (values, end) in part.values.iter_mut().zip(&ends) {
            for total in [Total::Counted, Total::Elapsed] {
                values[4 * total as usize] = end.limits[total as usize];
            }
        }
        for total in [Total::Counted, Total::Elapsed] {
            self.read(task, &ends, total, &mut part, watch)?;
        }
        Ok(part)
    }

    /// Where each coalition's cases end.
    fn walk(
        &mut self,
        task: &Task,
        part: &mut Part,
        watch: Watch<'_>,
    ) -> Result<Vec<End>, Failure> {
        let root = self.variants.lay(&self.start);
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
                        laid: self.variants.lay_beside(&changed, (workflow, laid)),
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
            let (workflow, laid, idle) = match stages.last() {
                None => (&self.start, &root, Coalition::NONE),
                Some(stage) => (&stage.workflow, &stage.laid, stage.idle),
            };
            for member in coalition.members() {
                let (of, without) = &mut part.targets[member];
                *of += 1;
                *without += u64::from(idle.contains(member));
            }
            ends.push(End::of(workflow, laid));
        }
        Ok(ends)
    }

    fn read(
        &mut self,
        task: &Task,
        ends: &[End],
        total: Total,
        part: &mut Part,
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
            let figures = self.variants.figures(&points, total);
            let figures = figures.map_err(|TooLong| Failure::TooLong)?;
            for (group, figures) in groups.iter().zip(&figures) {
                sum_of_weights.fill(0.0);
                for &idx in group {
                    let values = &mut part.values[idx][4 * total as usize + 1..];
                    for (value, steps) in values.iter_mut().zip(figures.all) {
                        *value = steps / f64::from(TICKS_PER_DAY);
                    }
                    let coalition = &task.coalitions[idx];
                    weights.fill(0.0);
                    (self.job.weights)(coalition, &mut weights);
                    for (sum, weight) in sum_of_weights.iter_mut().zip(&weights) {
                        *sum += weight;
                    }
                    if (self.job.keep)(coalition) {
                        let kept = part.kept.entry(*coalition).or_default();
                        add_figures(&mut kept[total as usize], figures, 1.0);
                    }
                }
                for (sum, &weight) in part.sums.iter_mut().zip(&sum_of_weights) {
                    add_figures(&mut sum[total as usize], figures, weight);
                }
                if total == Total::Elapsed {
                    (watch.tick)(group.len() as u64);
                }
            }
        }
        Ok(())
    }
}

fn variants(job: &Job<'_>, start: &Workflow, bytes: usize) -> Variants {
    let Settings {
        seed, replications, ..
    } = job.settings;
    Variants::new(seed, &start.id, replications, bytes / 2)
}

/// Where a coalition's cases end.
struct End {
    points: [Point; 2],
    limits: [f64; 2],
}

impl End {
    fn of(workflow: &Workflow, laid: &Laid) -> End {
        let totals = [Total::Counted, Total::Elapsed];
        End {
            points: totals.map(|total| laid.total(total)),
            limits: super::limit_days(workflow, laid),
        }
    }
}
