//! Attribution: the saving of a reform divided among its measures, in order, leaving one out, and
//! by Shapley.

mod exact;
mod interaction;
mod sampled;
mod takeover;

pub use interaction::Interaction;
pub use takeover::Takeover;

use super::batches::{column, estimate, fall};
use super::evaluate::{Job, Outcome, evaluate};
use super::tasks::Task;
use super::{Coalition, Failure, Quantity, Settings, Values};
use crate::compare::Estimate;
use crate::lang::Name;
use crate::reform::Reform;
use crate::sim::Watch;
use crate::workflow::Workflow;

/// Whose saving is divided: a reform of a scenario, on the workflow it starts from.
#[derive(Clone, Copy, Debug)]
pub struct Input<'a> {
    /// Before the reform.
    pub start: &'a Workflow,
    /// The reform.
    pub reform: &'a Reform,
}

/// How far the attribution goes.
#[derive(Clone, Copy, Debug)]
pub struct Effort {
    /// With more measures coalitions are sampled.
    pub most_exact: usize,
    /// Pairs of permutations to sample, each with its reverse.
    pub permutation_pairs: usize,
}

impl Effort {
    /// About how many coalitions are evaluated for `n` measures.
    pub fn coalitions(&self, n: usize) -> u64 {
        if n <= self.most_exact {
            1 << n
        } else {
            // Along each order, and with every two neighbours in it exchanged.
            (4 * self.permutation_pairs * n) as u64
        }
    }
}

/// How the Shapley values were found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    /// From every coalition.
    Exact {
        /// How many.
        coalitions: u64,
    },
    /// From sampled permutations, each with its reverse.
    Sampled {
        /// Pairs of permutations.
        pairs: u64,
        /// Distinct coalitions among them.
        coalitions: u64,
    },
}

/// One measure's part of the saving on one quantity, working days; positive is saved.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Share {
    /// When measures come in file order.
    pub ordered: Estimate,
    /// What is lost if it alone is left out.
    pub leave_one_out: Estimate,
    /// Averaged over all orders.
    pub shapley: Estimate,
    /// Standard error of the Shapley value from sampling permutations; 0 if every coalition was evaluated.
    pub shapley_standard_error: f64,
}

/// A measure of the reform.
#[derive(Clone, Debug, PartialEq)]
pub struct MeasureShares {
    /// Its id.
    pub id: String,
    /// What a reader sees.
    pub name: Name,
    /// By quantity, in the order of [`Quantity::ALL`].
    pub shares: [Share; 8],
    /// Share of the coalitions with it in which it had no target.
    pub without_target: f64,
}

/// The saving of one reform, divided.
#[derive(Clone, Debug)]
pub struct Explanation {
    /// The scenario's id.
    pub scenario: String,
    /// What a reader sees of it.
    pub scenario_name: Name,
    /// The reform's id.
    pub reform: String,
    /// What a reader sees of it.
    pub reform_name: Name,
    /// Cases.
    pub replications: usize,
    /// How.
    pub method: Method,
    /// Before the reform, working days.
    pub before: Values,
    /// After it, working days.
    pub after: Values,
    /// Saved by all measures together, by quantity.
    pub totals: [Estimate; 8],
    /// In file order.
    pub measures: Vec<MeasureShares>,
    /// Pairs that save more, or less, together than apart.
    pub interactions: Vec<Interaction>,
    /// Measures that shorten something and save nothing.
    pub takeovers: Vec<Takeover>,
}

/// Divides the saving of a reform among its measures.
///
/// # Errors
/// See [`Failure`].
pub fn explain(
    input: &Input<'_>,
    settings: Settings,
    effort: Effort,
    watch: Watch<'_>,
) -> Result<Explanation, Failure> {
    let n = input.reform.measures.len();
    let exact = n <= effort.most_exact;
    let plan = if exact {
        exact::plan(input, settings)
    } else {
        sampled::plan(n, settings.seed, effort.permutation_pairs)
    };
    let everything = Coalition::first(n);
    let keep = |coalition: &Coalition| is_wanted(coalition, n);
    let job = Job {
        measures: &input.reform.measures,
        settings,
        tasks: plan.tasks,
        is_every: exact,
        n_sums: n,
        weights: &*plan.weights,
        keep: &keep,
    };
    let outcome = evaluate(input.start, &job, watch)?;
    let at = |coalition: &Coalition| outcome.values[coalition];
    let saved = |quantity: Quantity, from: Coalition, to: Coalition| {
        let value = at(&from)[quantity.idx()] - at(&to)[quantity.idx()];
        let [from, to] = [from, to].map(|at| column(&outcome.kept[&at], quantity));
        estimate(value, fall(from, to))
    };
    let shapley = if exact {
        exact::shapley(n, &outcome)
    } else {
        sampled::shapley(&plan.permutations, &outcome)
    };
    let measures = input.reform.measures.iter().enumerate();
    let measures = measures
        .map(|(idx, measure)| MeasureShares {
            id: measure.id.clone(),
            name: measure.name.clone(),
            shares: Quantity::ALL.map(|quantity| {
                let (value, standard_error) = shapley[idx][quantity.idx()];
                Share {
                    ordered: saved(quantity, Coalition::first(idx), Coalition::first(idx + 1)),
                    leave_one_out: saved(quantity, everything.without(idx), everything),
                    shapley: estimate(value, column(&outcome.sums[idx], quantity)),
                    shapley_standard_error: standard_error,
                }
            }),
            without_target: match outcome.targets[idx] {
                (0, _) => 0.0,
                (of, without) => without as f64 / of as f64,
            },
        })
        .collect();
    let interactions = if exact {
        interaction::all(&input.reform.measures, &outcome)
    } else {
        interaction::sampled(&plan.permutations, &outcome)
    };
    Ok(Explanation {
        scenario: input.start.id.clone(),
        scenario_name: input.start.name.clone(),
        reform: input.reform.id.clone(),
        reform_name: input.reform.name.clone(),
        replications: settings.replications,
        method: match exact {
            true => Method::Exact {
                coalitions: outcome.values.len() as u64,
            },
            false => Method::Sampled {
                pairs: effort.permutation_pairs as u64,
                coalitions: outcome.values.len() as u64,
            },
        },
        before: at(&Coalition::NONE),
        after: at(&everything),
        totals: Quantity::ALL.map(|quantity| saved(quantity, Coalition::NONE, everything)),
        measures,
        interactions,
        takeovers: takeover::find(input, &outcome),
    })
}

/// Fills in the weights of a coalition.
type Weights<'a> = dyn Fn(&Coalition, &mut [f64]) + Sync + 'a;

/// What is evaluated and how it adds up.
struct Plan<'a> {
    tasks: Vec<Task>,
    /// Weights of a coalition in each measure's Shapley value.
    weights: Box<Weights<'a>>,
    permutations: Vec<Vec<usize>>,
}

/// Coalitions of the orders that are shown beside Shapley: the first so many, all but one.
fn is_wanted(coalition: &Coalition, n: usize) -> bool {
    let len = coalition.len();
    len + 1 >= n || *coalition == Coalition::first(len)
}

/// The value and the batches of a coalition, for the parts of an attribution.
fn values<'o>(outcome: &'o Outcome, coalition: &Coalition) -> &'o Values {
    &outcome.values[coalition]
}
