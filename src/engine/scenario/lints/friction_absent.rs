//! A measure that acts only through friction or queues which the file does not have.

use super::{Lint, Seen, Turn};
use crate::workflow::{Obtained, Workflow};

pub fn look(seen: &Seen<'_>) -> Vec<Lint> {
    let queues = seen.scenario.arrivals.is_some();
    seen.turns().filter_map(|turn| lint(turn, queues)).collect()
}

fn lint(turn: &Turn<'_>, queues: bool) -> Option<Lint> {
    let (en, zh) = missing(turn, queues)?;
    let measure = &turn.measure.id;
    let lint = Lint::new(
        format!("`{measure}` shortens nothing here: the file has no {en}"),
        format!("`{measure}` 在此不起作用：文件没有 {zh}"),
    );
    let lint = lint.at(turn.place());
    Some(lint.hint(
        "without it only counts change: materials, links, visits",
        "没有它，变化的只是材料、环节、跑动等数量",
    ))
}

/// What the measure acts through, if the file lacks it.
fn missing(turn: &Turn<'_>, queues: bool) -> Option<(&'static str, &'static str)> {
    let friction = &turn.before.friction;
    let corrections = friction.material_error_share > 0.0 && friction.correction.is_some();
    let (absent, en, zh) = match turn.measure.act.about().name {
        "one_window" => (
            friction.intake.is_none(),
            "`friction.intake_days`",
            "`friction.intake_days`（受理时间）",
        ),
        "one_seal" => (
            friction.handoff.is_none(),
            "`friction.handoff_days`",
            "`friction.handoff_days`（移送时间）",
        ),
        "drop_materials" | "share_data" | "waive_certificates" | "accept_with_gaps" => (
            !corrections && !waits(&turn.before),
            "`friction.correction_days` and no `obtain_days` on a material",
            "`friction.correction_days`（补正时间），材料也没有 `obtain_days`",
        ),
        "add_officers" => (!queues, "`[arrivals]`", "`[arrivals]`（不模拟排队）"),
        _ => return None,
    };
    absent.then_some((en, zh))
}

/// Whether some material takes time to get.
fn waits(workflow: &Workflow) -> bool {
    let mut materials = workflow.materials.iter();
    materials.any(|material| matches!(material.obtained, Obtained::After(_)))
}
