//! Which process of a file is meant: pools by name, or by id where names are the same.

use std::collections::BTreeSet;

use super::model::{Model, NodeKind, Process};
use crate::error::Problem;
use crate::text;

/// The processes that are asked for; without a word the only one that no other calls.
///
/// # Errors
/// There are several, or none of that name.
pub fn chosen<'m>(model: &'m Model, pools: &[&str]) -> Result<Vec<&'m Process>, Problem> {
    if pools.is_empty() {
        return Ok(vec![found(model, None)?]);
    }
    let mut chosen: Vec<&Process> = Vec::new();
    for pool in pools {
        let process = found(model, Some(pool))?;
        if !chosen.iter().any(|other| other.id == process.id) {
            chosen.push(process);
        }
    }
    Ok(chosen)
}

fn found<'m>(model: &'m Model, pool: Option<&str>) -> Result<&'m Process, Problem> {
    let has_nodes = |process: &&Process| !process.scope.nodes.is_empty();
    let filled: Vec<&Process> = model.processes.iter().filter(has_nodes).collect();
    let nodes = filled.iter().flat_map(|process| process.scope.all_nodes());
    let called = nodes.filter_map(|node| match &node.kind {
        NodeKind::Call(called) => called.as_deref(),
        _ => None,
    });
    let called: BTreeSet<&str> = called.collect();
    if let Some(pool) = pool {
        let answers: [fn(&Model, &Process, &str) -> bool; 2] = [
            |model, process, pool| process.id == pool || pool_id(process, model) == Some(pool),
            |model, process, pool| process.name == pool || shown(process, model) == pool,
        ];
        for answers in answers {
            let fits = filled
                .iter()
                .filter(|process| answers(model, process, pool));
            match fits.collect::<Vec<_>>().as_slice() {
                [] => {}
                [only] => return Ok(only),
                several => {
                    let problem = format!("{} pools are called `{pool}`", several.len());
                    let several: Vec<&Process> = several.iter().map(|one| **one).collect();
                    return Err(Problem::error(problem)
                        .allowed(format!("--pool with {}", names(&several, model))));
                }
            }
        }
        let problem = Problem::error(format!("the model has no pool `{pool}`"));
        return Err(problem.allowed(names(&filled, model)));
    }
    let first = |process: &&&Process| !called.contains(process.id.as_str());
    let own: Vec<&Process> = filled.iter().filter(first).copied().collect();
    let choice = if own.is_empty() { &filled } else { &own };
    match choice.as_slice() {
        [] => Err(Problem::error("the model has no process with a flow")
            .hint("draw the process that is to be simulated")),
        [only] => Ok(only),
        several => {
            let problem = Problem::error(format!("the model has {} pools", several.len()));
            Err(problem
                .allowed(format!("--pool with {}", names(several, model)))
                .hint("each is a process of its own: import one after the other, or several as one scenario by `--pool` for each"))
        }
    }
}

/// Names of processes; ids of those whose names are the same.
fn names(processes: &[&Process], model: &Model) -> String {
    let names = processes.iter().map(|process| {
        let name = shown(process, model);
        let same = processes.iter().filter(|other| shown(other, model) == name);
        match same.count() {
            1 => name,
            _ => pool_id(process, model).unwrap_or(&process.id),
        }
    });
    text::list_up_to(&names.collect::<Vec<_>>(), text::MOST_LISTED)
}

fn pool_id<'m>(process: &Process, model: &'m Model) -> Option<&'m str> {
    let pool = model.pools.iter().find(|pool| pool.process == process.id);
    pool.map(|pool| pool.id.as_str())
        .filter(|id| !id.is_empty())
}

/// A pool's name, else its process's, else the id.
pub fn shown<'m>(process: &'m Process, model: &'m Model) -> &'m str {
    let pool = model.pools.iter().find(|pool| pool.process == process.id);
    let pool = pool.map(|pool| pool.name.as_str());
    let names = [pool.unwrap_or_default(), &process.name, &process.id];
    names
        .into_iter()
        .find(|name| !name.is_empty())
        .unwrap_or("process")
}
