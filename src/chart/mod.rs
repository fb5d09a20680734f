//! Pictures: a scene drawn in our own look, written as PNG or SVG.

pub mod backend;
pub mod font;
pub mod scene;
pub mod theme;

mod png;
mod svg;

pub use png::png;
pub use svg::svg;
