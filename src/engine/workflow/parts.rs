//! What steps refer to: stages, agencies, materials, attributes and friction.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::duration::Duration;
use crate::lang::Name;

use super::arrivals::Order;
use super::roster::Roster;
use super::step::Share;

/// 阶段: an ordered group of steps with a lead agency.
#[derive(Clone, Debug, PartialEq)]
pub struct Stage {
    /// Unique id.
    pub id: String,
    /// What a reader sees.
    pub name: Name,
    /// The lead agency.
    pub lead: Option<String>,
    /// Whether later stages wait for it.
    pub gate: Gate,
}

/// Whether a stage holds back later ones.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Gate {
    /// Only the edges between steps order it.
    Open,
    /// No step of a later stage starts before all of this stage end.
    Closed,
}

/// Level of government.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Level {
    /// 县区.
    County,
    /// 市.
    City,
    /// 省.
    Province,
    /// 国家.
    National,
}

/// 部门: who does a step.
#[derive(Clone, Debug, PartialEq)]
pub struct Agency {
    /// Unique id.
    pub id: String,
    /// What a reader sees.
    pub name: Name,
    /// Its level, if it is an authority.
    pub level: Option<Level>,
    /// Officers; only the simulation with queues needs them.
    pub officers: Option<u32>,
    /// Who goes first.
    pub order: Order,
    /// When its officers work.
    pub roster: Roster,
}

/// What a material is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum MaterialKind {
    /// A form to fill in.
    Form,
    /// A document.
    Document,
    /// 证明: a proof that another authority must first issue.
    Certificate,
}

/// 材料, 证明: what the applicant hands in.
#[derive(Clone, Debug, PartialEq)]
pub struct Material {
    /// Unique id.
    pub id: String,
    /// What a reader sees.
    pub name: Name,
    /// What it is.
    pub kind: MaterialKind,
    /// How the applicant comes by it.
    pub obtained: Obtained,
    /// Trips of the applicant to get it.
    pub visits: u32,
    /// 容缺: whether it may come later.
    pub deferrable: bool,
    /// Cases in which the system supplies it (数据共享).
    pub supplied: Vec<Share>,
}

/// How the applicant comes by a material.
#[derive(Clone, Debug, PartialEq)]
pub enum Obtained {
    /// It is at hand.
    AtHand,
    /// Getting it takes time from day zero, off the clock, beside other materials.
    After(Duration),
    /// An earlier step issues it.
    IssuedBy(String),
}

/// Drawn once per case.
#[derive(Clone, Debug, PartialEq)]
pub struct Attribute {
    /// Unique id.
    pub id: String,
    /// What a reader sees.
    pub name: Name,
    /// Values and their shares, in file order; the shares add up to 1.
    pub shares: Vec<(String, f64)>,
    /// Only for cases in which all these hold; others have no value.
    pub given: Vec<super::step::Guard>,
    /// The value of the reference case: the `[reference]` one, else the largest share, first on a tie.
    pub reference: String,
}

/// Off the clock, before acceptance, never in limits.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct Friction {
    /// Chance that one handed-in material is wrong.
    pub material_error_share: f64,
    /// How long one correction round takes.
    pub correction: Option<Duration>,
    /// Delay on an edge between two different authorities.
    pub handoff: Option<Duration>,
    /// Delay before acceptance, per submission.
    pub intake: Option<Duration>,
    /// Correlation of the latent normals of one case's steps.
    pub correlation: Correlation,
}

/// How alike the luck of one case's steps is, 0 to below 1.
#[derive(Clone, Copy, Debug, PartialEq, Default)]
pub struct Correlation {
    /// Among steps of authorities.
    pub agencies: f64,
    /// Among steps of applicants, intermediaries and tenders.
    pub applicants: f64,
}

/// Whether a finished step is handed on at once or with the next day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Handover {
    /// At once.
    #[default]
    Immediate,
    /// Every step is rounded up to whole days, as registers count.
    NextDay,
}
