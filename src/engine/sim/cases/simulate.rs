//! Running a family over many cases, block by block and thread by thread, into exact totals.

use std::sync::atomic::Ordering;

use rayon::prelude::*;

use super::critical::Critical;
use super::histogram::Histogram;
use super::lanes::count;
use super::run::Cases;
use super::sums::Sums;
use crate::sim::course::{Family, Network};
use crate::sim::dates::{Dates, Starts};
use crate::sim::streams::{BLOCK, Block};
use crate::sim::vectors::vectorised;
use crate::sim::{Stopped, Watch};

/// Batches for the intervals of quantiles and of paired differences.
pub const BATCHES: u64 = 40;

/// Probabilities of the quantiles that every batch keeps.
pub const PROBABILITIES: [f64; 6] = [0.10, 0.25, 0.50, 0.75, 0.90, 0.95];

/// Totals of one workflow over all cases.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Run {
    /// 计时: time on the official clock along the counted chain, ticks.
    pub counted: Clocked,
    /// 历时: what the applicant waits, ticks.
    pub elapsed: Clocked,
    /// Calendar days from start to end; `None` if no date can be that late.
    pub calendar: Option<Clocked>,
    /// Cases whose counted time is within the target; `None` without a target.
    pub within_target: Option<u64>,
    /// Per item: id, cases that met it, cases in which it was overdue.
    pub items: Vec<(String, u64, u64)>,
    /// Per step: id, cases in which it was on a longest elapsed chain, on a longest counted chain.
    pub criticality: Vec<(String, u64, u64)>,
    /// Sums over all cases.
    pub sums: Sums,
}

/// One clock's totals.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Clocked {
    /// All cases.
    pub histogram: Histogram,
    /// Batch by batch: mean, then the quantiles of [`PROBABILITIES`].
    pub batches: Vec<[f64; 7]>,
}

/// Simulates `replications` cases of every workflow of the family with the same luck.
///
/// # Errors
/// [`Stopped`] when `watch.stop` was set.
pub fn simulate(
    family: &Family,
    replications: u64,
    starts: Option<&Starts>,
    watch: Watch<'_>,
) -> Result<Vec<Run>, Stopped> {
    let n_blocks = replications.div_ceil(BLOCK as u64);
    let n_batches = BATCHES.min(n_blocks).max(1);
    let totals = (0..n_batches)
        .into_par_iter()
        .fold(
            || Totals::new(family, replications),
            |mut totals, batch| {
                let blocks = batch * n_blocks / n_batches..(batch + 1) * n_blocks / n_batches;
                totals.run_batch(family, batch, blocks, replications, starts, watch);
                totals
            },
        )
        .reduce(|| Totals::new(family, replications), Totals::absorb);
    if watch.stop.load(Ordering::Relaxed) {
        return Err(Stopped);
    }
    Ok(totals.finish(family))
}

/// Every case of a small run, for tests and logs: elapsed and counted ticks per workflow.
pub fn every_case(family: &Family, starts: Option<&Starts>, n_blocks: u64) -> Vec<Vec<(u32, u32)>> {
    let mut block = Block::new(&family.draws, starts);
    let mut cases: Vec<Cases> = family.networks.iter().map(Cases::new).collect();
    let mut all = vec![Vec::new(); family.networks.len()];
    for number in 0..n_blocks {
        block.start(number * BLOCK as u64);
        for ((network, cases), all) in family.networks.iter().zip(&mut cases).zip(&mut all) {
            cases.run(network, &mut block);
            all.extend(
                cases
                    .elapsed
                    .iter()
                    .copied()
                    .zip(cases.counted.iter().copied()),
            );
        }
    }
    all
}

/// Random numbers that a case uses, averaged over blocks: what is drawn for one case of a block is drawn for all.
pub fn draws_per_case(family: &Family, n_blocks: u64) -> f64 {
    let mut block = Block::new(&family.draws, None);
    let mut cases: Vec<Cases> = family.networks.iter().map(Cases::new).collect();
    let mut n_drawn = 0;
    for number in 0..n_blocks {
        block.start(number * BLOCK as u64);
        for (network, cases) in family.networks.iter().zip(&mut cases) {
            cases.run(network, &mut block);
        }
        n_drawn += block.n_drawn();
    }
    n_drawn as f64 / n_blocks.max(1) as f64
}

/// Totals of one thread.
struct Totals {
    runs: Vec<Running>,
}

/// One workflow's totals while the run goes on.
struct Running {
    run: Run,
    batch: [Histogram; 3],
    batches: [Vec<(u64, [f64; 7])>; 3],
}

impl Totals {
    fn new(family: &Family, replications: u64) -> Totals {
        let runs = family
            .networks
            .iter()
            .map(|network| Running {
                run: Run {
                    within_target: network.target.map(|_| 0),
                    items: network.items.iter().map(|id| (id.clone(), 0, 0)).collect(),
                    criticality: network
                        .nodes
                        .iter()
                        .map(|node| (node.id.clone(), 0, 0))
                        .collect(),
                    ..Run::default()
                },
                batch: std::array::from_fn(|_| Histogram::for_values(replications)),
                batches: Default::default(),
            })
            .collect();
        Totals { runs }
    }

    fn run_batch(
        &mut self,
        family: &Family,
        batch: u64,
        blocks: std::ops::Range<u64>,
        replications: u64,
        starts: Option<&Starts>,
        watch: Watch<'_>,
    ) {
        let mut block = Block::new(&family.draws, starts);
        let mut cases: Vec<Cases> = family.networks.iter().map(Cases::new).collect();
        let nodes = family.networks.iter().map(|network| network.nodes.len());
        let mut critical: Vec<Critical> = nodes.map(|n_nodes| vec![[0; 2]; n_nodes]).collect();
        for number in blocks {
            if watch.stop.load(Ordering::Relaxed) {
                return;
            }
            let first_case = number * BLOCK as u64;
            let n_cases = (replications - first_case).min(BLOCK as u64) as usize;
            block.start(first_case);
            for (idx, (network, cases)) in family.networks.iter().zip(&mut cases).enumerate() {
                cases.run(network, &mut block);
                cases.critical(network, n_cases, &mut block, &mut critical[idx]);
                self.runs[idx].add(cases, network, n_cases, block.dates());
            }
            (watch.tick)(n_cases as u64);
        }
        for (running, critical) in self.runs.iter_mut().zip(critical) {
            running.end_batch(batch, &critical);
        }
    }

    fn absorb(mut self, other: Totals) -> Totals {
        for (mine, theirs) in self.runs.iter_mut().zip(other.runs) {
            mine.absorb(theirs);
        }
        self
    }

    fn finish(self, family: &Family) -> Vec<Run> {
        self.runs
            .into_iter()
            .zip(&family.networks)
            .map(|(mut running, network)| {
                for batches in &mut running.batches {
                    batches.sort_by_key(|(batch, _)| *batch);
                }
                let [counted, elapsed, calendar] = running.batches;
                let plain = |batches: Vec<(u64, [f64; 7])>| {
                    batches.into_iter().map(|(_, figures)| figures).collect()
                };
                running.run.counted.batches = plain(counted);
                running.run.elapsed.batches = plain(elapsed);
                if let Some(clocked) = &mut running.run.calendar {
                    clocked.batches = plain(calendar);
                }
                let on_path = |id: &str| {
                    network
                        .nodes
                        .iter()
                        .any(|node| node.id == id && node.on_path)
                };
                running.run.criticality.retain(|(id, ..)| on_path(id));
                running.run.counted.histogram.sort();
                running.run.elapsed.histogram.sort();
                if let Some(clocked) = &mut running.run.calendar {
                    clocked.histogram.sort();
                }
                running.run
            })
            .collect()
    }
}

impl Running {
    fn add(&mut self, cases: &Cases, network: &Network, n_cases: usize, dates: Option<&Dates<'_>>) {
        let [counted, elapsed, dated] = &mut self.batch;
        counted.add_all(&cases.counted[..n_cases]);
        elapsed.add_all(&cases.elapsed[..n_cases]);
        if let Some(dates) = dates {
            let mut calendar_days = [0; BLOCK];
            for case in 0..n_cases {
                let worked = dates.calendar_days(case, cases.elapsed[case]);
                calendar_days[case] = worked.max(cases.elapsed_since_start[case]);
            }
            dated.add_all(&calendar_days[..n_cases]);
        }
        if let (Some(within), Some(target)) = (&mut self.run.within_target, network.target) {
            *within += n_at_most(&cases.counted[..n_cases], target);
        }
        for (item, (_, met, overdue)) in self.run.items.iter_mut().enumerate() {
            *met += count(&cases.met[item][..n_cases]);
            *overdue += count(&cases.overdue[item][..n_cases]);
        }
        self.run.sums.add(cases, n_cases);
    }

    fn end_batch(&mut self, batch: u64, critical: &Critical) {
        let run = &mut self.run;
        for ((_, elapsed, counted), cases) in run.criticality.iter_mut().zip(critical) {
            *elapsed += cases[0];
            *counted += cases[1];
        }
        if self.batch[2].n() > 0 {
            run.calendar.get_or_insert_default();
        }
        let totals = [
            Some(&mut run.counted),
            Some(&mut run.elapsed),
            run.calendar.as_mut(),
        ];
        for (idx, total) in totals.into_iter().enumerate() {
            let Some(total) = total else { continue };
            let histogram = &mut self.batch[idx];
            histogram.sort();
            let mut figures = [histogram.mean(); 7];
            figures[1..].copy_from_slice(&histogram.quantiles(PROBABILITIES).map(f64::from));
            self.batches[idx].push((batch, figures));
            total.histogram.absorb(histogram);
            histogram.clear();
        }
    }

    fn absorb(&mut self, other: Running) {
        let run = &mut self.run;
        run.counted.histogram.absorb(&other.run.counted.histogram);
        run.elapsed.histogram.absorb(&other.run.elapsed.histogram);
        if let Some(theirs) = other.run.calendar {
            let mine = run.calendar.get_or_insert_default();
            mine.histogram.absorb(&theirs.histogram);
        }
        for (mine, theirs) in self.batches.iter_mut().zip(other.batches) {
            mine.extend(theirs);
        }
        if let (Some(mine), Some(theirs)) = (&mut run.within_target, other.run.within_target) {
            *mine += theirs;
        }
        for (mine, theirs) in run.items.iter_mut().zip(other.run.items) {
            mine.1 += theirs.1;
            mine.2 += theirs.2;
        }
        for (mine, theirs) in run.criticality.iter_mut().zip(other.run.criticality) {
            mine.1 += theirs.1;
            mine.2 += theirs.2;
        }
        run.sums.absorb(other.run.sums);
    }
}

fn n_at_most(numbers: &[u32], most: u32) -> u64 {
    vectorised(
        #[inline(always)]
        || {
            let mut n_within = 0;
            for &number in numbers {
                n_within += u32::from(number <= most);
            }
            u64::from(n_within)
        },
    )
}
