//! Which ranks the times of one case have: a simulated case takes those of a recorded one.

use super::model::like;
use super::replay::Random;

/// So many recorded cases tell enough of how times go together.
const MOST_CASES: usize = 2_000;

/// A recorded case.
#[derive(Clone, Debug)]
pub struct Record {
    /// The steps that it needed, as bits.
    pub pattern: u64,
    /// What they took, in their order.
    pub taken: Vec<Taken>,
}

/// What a step took.
#[derive(Clone, Copy, Debug)]
pub struct Taken {
    /// Its place.
    pub step: usize,
    /// Working days of each time that it was done.
    pub days: f64,
    /// How often it was done again.
    pub rounds: usize,
}

/// The ranks of recorded cases.
#[derive(Clone, Debug, Default)]
pub struct Ranks {
    /// By step: from the shortest on.
    pub steps: Vec<Column>,
    /// By step: of how often it was done again, the most often first.
    pub rework: Vec<Column>,
    /// Of the pattern of steps, in the order of the model's patterns.
    pub patterns: Column,
}

/// The ranks of one thing.
#[derive(Clone, Debug, Default)]
pub struct Column {
    /// Case by case; -1 where there is none.
    pub ranks: Vec<i64>,
    /// Cases that have one.
    n_met: usize,
}

impl Ranks {
    /// The ranks of records that follow the patterns.
    pub fn of(records: &[Record], patterns: &[(u64, f64)], n_steps: usize) -> Ranks {
        let mut chosen: Vec<&Record> = records.iter().collect();
        if chosen.len() > MOST_CASES {
            // Whether cases came early or late, whether they were long or short: some of all.
            chosen.sort_by(|a, b| days(a).total_cmp(&days(b)));
            let n = chosen.len();
            chosen = (0..MOST_CASES)
                .map(|at| chosen[at * n / MOST_CASES])
                .collect();
        }
        let column = |step: usize, value: fn(&Taken) -> f64| {
            let of_record = |record: &&Record| {
                let taken = record.taken.iter().find(|taken| taken.step == step);
                taken.map(value)
            };
            Column::of(&chosen.iter().map(of_record).collect::<Vec<_>>())
        };
        let steps = (0..n_steps).map(|step| column(step, |taken| taken.days));
        let rework = (0..n_steps).map(|step| column(step, |taken| -(taken.rounds as f64)));
        let places = chosen.iter().map(|record| {
            let known = || patterns.iter().map(|(pattern, _)| *pattern);
            like(record.pattern, known()).map(|place| place as f64)
        });
        Ranks {
            steps: steps.collect(),
            rework: rework.collect(),
            patterns: Column::of(&places.collect::<Vec<_>>()),
        }
    }

    /// Recorded cases that lend their ranks.
    pub fn n_cases(&self) -> usize {
        self.patterns.ranks.len()
    }
}

fn days(record: &Record) -> f64 {
    record.taken.iter().map(|taken| taken.days).sum()
}

impl Column {
    /// Ranks of values, from the smallest on; equal ones in their order.
    fn of(values: &[Option<f64>]) -> Column {
        let mut order: Vec<(f64, usize)> = (0..)
            .zip(values)
            .filter_map(|(at, value)| Some(((*value)?, at)))
            .collect();
        order.sort_by(|a, b| a.0.total_cmp(&b.0));
        let mut ranks = vec![-1; values.len()];
        for (rank, &(_, at)) in (0..).zip(&order) {
            ranks[at] = rank;
        }
        Column {
            ranks,
            n_met: order.len(),
        }
    }

    /// A uniform within the rank of one case, or anywhere if it has none.
    pub fn luck(&self, case: usize, random: &mut Random) -> f64 {
        let own = random.uniform();
        match self.ranks.get(case) {
            None | Some(-1) => own,
            Some(&rank) => (rank as f64 + own) / self.n_met as f64,
        }
    }
}
