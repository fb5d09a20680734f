//! `programme-queues` (排队总图): the queues of scenarios that share their agencies, all cases together.

use super::queues::{self, Data};
use super::theme::Side;
use super::{About, Draw, Programme};
use crate::compare::SharedSide;

/// The registry's entry.
pub const ABOUT: About = About {
    name: "programme-queues",
    zh: "排队总图",
    shows: "open cases, waiting files, utilisation and wait of a programme whose scenarios share their agencies",
    shows_zh: "各情景共用部门的方案集：在办件、排队件、各部门忙碌比例与等待",
    draw: Draw::Programme(|programme, lang| {
        let names = &programme.shared?.names;
        Some(queues::draw_of(&data(programme)?, names, lang))
    }),
};

/// The queues of a programme; `None` where its scenarios have agencies of their own.
pub fn data(programme: &Programme<'_>) -> Option<Data> {
    let (name, shared) = (programme.name?, programme.shared?);
    let sides = shared.sides.iter().enumerate();
    let sides = sides.map(|(idx, one): (usize, &SharedSide)| {
        let side = match idx {
            0 => Side::Before,
            _ => Side::of_reform(idx - 1),
        };
        let reform = one.reform.as_ref();
        let reform = reform.map(|(id, name)| (name.clone(), id.clone()));
        (side, reform, &one.queues)
    });
    Some(queues::data_of(
        (name.clone(), String::new()),
        sides.collect(),
    ))
}
