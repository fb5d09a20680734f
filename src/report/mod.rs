//! Tables and pages.
