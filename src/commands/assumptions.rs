//! `run --assumptions N`: every assumed figure of the files moved over its plausible range, many times.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::atomic::Ordering;

use rayon::prelude::*;

use super::{Failure, load_with, study};
use crate::cli::RunArgs;
use crate::compare::{self, Comparison, Headline};
use crate::lang::Lang;
use crate::output::{Progress, stopped};
use crate::scenario::{Loaded, Override, Scenario};
use crate::sim::Watch;
use crate::study::{Settings, headlines, latin_hypercube, measure};
use crate::workflow::Workflow;

/// Cases of a variant at most: what moves is the band, and its own luck is shared.
const MOST_CASES: u64 = 10_240;

/// The headlines of one variant: by scenario and workflow.
type Variant = Vec<Vec<[f64; Headline::ALL.len()]>>;

/// Adds to every comparison the bands of `n` variants.
///
/// # Errors
/// A variant that is no scenario any more, Ctrl-C.
pub fn add_bands(
    loaded: &Loaded,
    comparisons: &mut [Comparison],
    n: usize,
    arguments: &RunArgs,
    lang: Lang,
) -> Result<(), Failure> {
    let variants = overrides(loaded, arguments.simulation.seed, n);
    let settings = Settings {
        seed: arguments.simulation.seed,
        replications: arguments.simulation.replications.min(MOST_CASES) as usize,
        threads: 1,
    };
    let label = match lang {
        Lang::En => "moving assumptions",
        Lang::Zh => "变动假设",
    };
    let progress = Progress::shown(label, n as u64);
    let watch = Watch {
        tick: &|_| {},
        stop: stopped(),
    };
    let found: Vec<Result<Variant, Failure>> = variants
        .par_iter()
        .map(|overrides| {
            let found = variant(&arguments.path, overrides, arguments, settings, watch);
            progress.tick(1);
            found
        })
        .collect();
    let found = found.into_iter().collect::<Result<Vec<Variant>, _>>()?;
    for (idx, comparison) in comparisons.iter_mut().enumerate() {
        let of_scenario: Vec<_> = found.iter().map(|variant| variant[idx].clone()).collect();
        let figures = loaded.figures[idx].iter();
        let n_figures = figures.filter(|figure| figure.range().is_some()).count();
        comparison.assumptions = Some(compare::Assumptions::of(
            &of_scenario,
            n_figures,
            settings.replications,
        ));
    }
    Ok(())
}

/// Where every assumption lies, by variant. Figures of several files with one address, and corners of one
/// distribution, move together.
fn overrides(loaded: &Loaded, seed: u64, n: usize) -> Vec<Vec<Override>> {
    let figures = loaded.figures.iter().flatten();
    let mut moving: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for figure in figures.filter(|figure| figure.range().is_some()) {
        let together = moving.entry(figure.moves_with()).or_default();
        together.insert(&figure.address);
    }
    let names: Vec<&str> = moving.keys().copied().collect();
    let variants = latin_hypercube(seed, &names, n);
    let within = |places: Vec<f64>| -> Vec<Override> {
        let moved = moving.values().zip(places);
        let all = moved.flat_map(|(together, place)| together.iter().map(move |one| (*one, place)));
        all.map(|(address, place)| Override::within(address, place))
            .collect()
    };
    variants.into_iter().map(within).collect()
}

fn variant(
    path: &Path,
    overrides: &[Override],
    arguments: &RunArgs,
    settings: Settings,
    watch: Watch<'_>,
) -> Result<Variant, Failure> {
    if watch.stop.load(Ordering::Relaxed) {
        return Err(Failure::Interrupted);
    }
    let loaded = load_with(path, overrides).map_err(|failure| match failure {
        Failure::Answer(text) => Failure::Answer(format!(
            "{}\nhint: the file itself is fine; some assumptions within their ranges are not: \
             narrow them with `plausible`, or `cite` the figures that are published",
            text.trim_end()
        )),
        other => other,
    })?;
    let loaded = match arguments.clock_rule {
        Some(rule) => loaded.with_clock_rule(rule.into()),
        None => loaded,
    };
    let of_scenario = |scenario: &Scenario| {
        let reformed = scenario.reformed.iter().map(|reformed| &reformed.workflow);
        let sides: Vec<&Workflow> = std::iter::once(&scenario.baseline)
            .chain(reformed)
            .collect();
        let measured = measure(&sides, settings, watch);
        let measured = measured.map_err(|why| study::failure(why, &scenario.id))?;
        let pairs = sides.iter().zip(&measured);
        Ok(pairs
            .map(|(workflow, measured)| headlines(workflow, measured))
            .collect())
    };
    loaded.scenarios.iter().map(of_scenario).collect()
}
