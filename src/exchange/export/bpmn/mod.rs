//! BPMN 2.0 with a layout: opens in bpmn.io and Camunda Modeler; `redtape import` reads back every figure.

mod back;
mod graph;
mod layout;
mod xml;

use super::{About, Subject, Written};
use crate::exchange::document::document;
use crate::format::tree;
use crate::lang::Lang;

pub(in crate::exchange) use graph::clean;

/// What it is.
pub const ABOUT: About = About {
    name: "bpmn",
    opens: "bpmn.io, Camunda Modeler; redtape import",
    write,
};

/// The namespace of the figures that BPMN has no place for.
pub const NAMESPACE: &str = "https://redtape.example/bpmn";

fn write(subject: &Subject<'_>, lang: Lang) -> Written {
    let mut document = document(subject.scenario, subject.workflow);
    let steps = std::mem::take(&mut document.file.step);
    let graph = graph::graph(subject.workflow, &steps, lang);
    let layout = layout::layout(&graph);
    Written {
        text: xml::write(&graph, &layout, &tree(&document.file), subject.title(lang)),
        left_out: document.left_out,
    }
}
