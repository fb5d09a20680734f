//! The model: the courses of a network as the event loop goes through them, every number and condition a column of the
//! case's row.

use std::collections::HashMap;
use std::ops::Range;

use super::event_list::{MOST_NODES, MOST_SLOTS};
use crate::sim::course::{Act, Family, Leg, Network, Node, Panel, Station};
use crate::sim::streams::{Draws, Value, When};
use crate::workflow::{Ending, Order};

/// A value that is not there: what it belongs to does not happen to this case.
pub(super) const ABSENT: u32 = u32::MAX;

/// Why a workflow cannot be simulated with queues.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// More steps, or more values drawn per case, than the event loop takes.
    TooLarge,
    /// A time that ticks cannot tell.
    TooLong,
    /// A step has more links than anybody serves.
    TooManyLinks(String),
    /// More cases would be under way at a time than this many, which are held.
    TooManyOpen(usize),
}

/// Values per case: a block of cases takes 2 KiB for each.
const MOST_COLUMNS: usize = 50_000;

/// Links of one step, each a visit of its own.
const MOST_LINKS: u32 = 1_000;

/// One workflow, or those of several categories, ready for the event loop.
#[derive(Debug, Default)]
pub(super) struct Model {
    pub nodes: Vec<NodeModel>,
    pub ids: Vec<String>,
    pub moves: Vec<Move>,
    /// Of the steps one after another.
    pub successors: Vec<Successor>,
    pub stations: Vec<Station>,
    pub panels: Vec<Panel>,
    /// Columns of the longest row.
    pub n_columns: usize,
    /// Kinds of cases, each with steps of its own.
    pub categories: Vec<Category>,
    /// Whether some case may end before all its steps are done.
    pub may_stop: bool,
}

/// What one kind of cases goes through; within it steps are numbered from 0.
#[derive(Clone, Debug)]
pub(super) struct Category {
    /// Its steps among the model's.
    pub nodes: Range<usize>,
    /// Of them those that wait for no other.
    pub first_nodes: Vec<usize>,
    /// Steps that the applicant waits for.
    pub n_on_path: u32,
    /// Whether the case goes first where the order is by priority: 0 if so, else 1.
    pub class: Option<Column>,
    /// What its rows hold.
    pub columns: Vec<Filling>,
    /// The stations that it knows, in the order of its own network.
    pub stations: Vec<usize>,
}

/// Index of a value in a case's row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Column(pub u32);

/// What a column holds of a case.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Filling {
    /// A number where a condition holds, else [`ABSENT`].
    Number(Value, When),
    /// 0 where a condition holds, else [`ABSENT`].
    Condition(When),
    /// 0 where a condition holds, else 1.
    Class(When),
}

/// What the event loop knows of one step.
#[derive(Clone, Copy, Debug)]
pub(super) struct NodeModel {
    /// Where its course begins and ends among the moves.
    pub first_move: u32,
    pub last_move: u32,
    /// Where its successors begin and end among all.
    pub successors: (u32, u32),
    pub waits_for: u32,
    /// [`ABSENT`] where the case does not meet the step.
    pub met: Option<Column>,
    /// Statutory limit, else the promised one, for the order by deadline.
    pub due: Option<u32>,
    pub on_path: bool,
}

#[derive(Clone, Copy, Debug)]
pub(super) struct Successor {
    /// Within the category.
    pub node: u32,
    pub handoff: Option<Column>,
}

/// A leg as the event loop sees it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Move {
    /// Nothing: where a step waits for its hand-offs.
    Begin,
    /// Until so long after the case came.
    Until(Column),
    /// So long.
    Delay(Column),
    /// So much work by officers of the station, in equal parts one after another; unless it is looked at `again`, it is
    /// another job for them.
    Serve {
        station: u32,
        links: u32,
        effort: Column,
        is_again: bool,
    },
    /// Until the panel has a seat.
    Sit { panel: u32, when: Option<Column> },
    /// A period of calendar days.
    CalendarDays { days: u32, when: Option<Column> },
    /// The official clock begins.
    Accept(Option<Column>),
    /// Whole days are counted from here,
    DayBegins,
    /// and are over here.
    DayEnds,
    /// Is it late? The limit in ticks.
    Judge { limit: u32, when: Option<Column> },
    /// Until the material is there, at most `within` after acceptance; it never comes where the other column is 0.
    Gate {
        there: Column,
        never: Option<Column>,
        within: u32,
    },
    /// The case ends.
    Stop {
        ending: Ending,
        when: Option<Column>,
    },
    /// Done.
    End,
}

impl Model {
    /// The moves of node `idx`.
    pub fn moves_of(&self, idx: usize) -> Range<usize> {
        let node = &self.nodes[idx];
        node.first_move as usize..node.last_move as usize + 1
    }

    /// Adds a category whose cases go through a network of a family; stations of one agency are one.
    ///
    /// # Errors
    /// It is too large for the event loop.
    pub fn add(&mut self, family: &Family, idx: usize) -> Result<(), Refusal> {
        let network = &family.networks[idx];
        let first_node = self.nodes.len();
        if first_node + network.nodes.len() > MOST_NODES || network.stations.len() > MOST_SLOTS {
            return Err(Refusal::TooLarge);
        }
        let stations = network.stations.iter();
        let stations: Vec<usize> = stations.map(|station| self.pool(station)).collect();
        let mut compiler = Compiler {
            draws: &family.draws,
            network,
            columns: Vec::new(),
            known: HashMap::new(),
            first_panel: self.panels.len() as u32,
            stations: &stations,
            model: self,
        };
        let class = match network.green {
            When::Always => None,
            green => Some(compiler.column(Filling::Class(green))?),
        };
        for place in 0..network.nodes.len() {
            compiler.node(place)?;
        }
        let columns = compiler.columns;
        let nodes = first_node..self.nodes.len();
        let own = &self.nodes[nodes.clone()];
        let is_first = |node: &usize| own[*node].waits_for == 0;
        self.categories.push(Category {
            first_nodes: (0..own.len()).filter(is_first).collect(),
            n_on_path: own.iter().filter(|node| node.on_path).count() as u32,
            nodes,
            class,
            stations,
            columns,
        });
        let category = &self.categories[self.categories.len() - 1];
        self.n_columns = self.n_columns.max(category.columns.len()).max(1);
        self.panels.extend(network.panels.iter().cloned());
        self.may_stop |= network.may_stop();
        Ok(())
    }

    /// Where the station of an agency is; where categories know it with different numbers of officers, the most.
    fn pool(&mut self, station: &Station) -> usize {
        let all = &mut self.stations;
        let known = all.iter().position(|other| other.agency == station.agency);
        let Some(place) = known else {
            all.push(station.clone());
            return all.len() - 1;
        };
        if all[place].officers < station.officers {
            all[place] = station.clone();
        }
        place
    }
}

struct Compiler<'a> {
    draws: &'a Draws,
    network: &'a Network,
    columns: Vec<Filling>,
    known: HashMap<Filling, Column>,
    first_panel: u32,
    stations: &'a [usize],
    model: &'a mut Model,
}

impl Compiler<'_> {
    fn column(&mut self, filling: Filling) -> Result<Column, Refusal> {
        if let Filling::Number(value, _) = filling
            && self.draws.most(value) >= u64::from(ABSENT)
        {
            return Err(Refusal::TooLong);
        }
        if let Some(&column) = self.known.get(&filling) {
            return Ok(column);
        }
        if self.columns.len() >= MOST_COLUMNS {
            return Err(Refusal::TooLarge);
        }
        let column = Column(self.columns.len() as u32);
        self.columns.push(filling);
        self.known.insert(filling, column);
        Ok(column)
    }

    fn condition(&mut self, when: When) -> Result<Option<Column>, Refusal> {
        match when {
            When::Always => Ok(None),
            When::Never | When::Mask(_) => self.column(Filling::Condition(when)).map(Some),
        }
    }

    fn node(&mut self, place: usize) -> Result<(), Refusal> {
        let network = self.network;
        let node = &network.nodes[place];
        let first_move = self.model.moves.len() as u32;
        self.model.moves.push(Move::Begin);
        let asks_for_clock = self.asks_for_clock(node);
        for leg in &node.course.legs {
            // Where nobody asks when the official clock began, it need not be noted.
            if !matches!(leg.act, Act::Accept) || asks_for_clock {
                let next = self.go(node, leg)?;
                self.model.moves.push(next);
            }
        }
        self.model.moves.push(Move::End);
        let first = self.model.successors.len() as u32;
        for edge in &network.successors[place] {
            let handoff = match edge.delay {
                Some(delay) => Some(self.column(Filling::Number(delay, When::Always))?),
                None => None,
            };
            self.model.successors.push(Successor {
                node: edge.from as u32,
                handoff,
            });
        }
        let node_model = NodeModel {
            first_move,
            last_move: self.model.moves.len() as u32 - 1,
            successors: (first, self.model.successors.len() as u32),
            waits_for: node.predecessors.len() as u32,
            met: self.condition(node.course.met)?,
            due: node.due,
            on_path: node.on_path,
        };
        self.model.nodes.push(node_model);
        self.model.ids.push(node.id.clone());
        Ok(())
    }

    fn go(&mut self, node: &Node, leg: &Leg) -> Result<Move, Refusal> {
        let when = leg.when;
        let number = |value: Value| Filling::Number(value, when);
        Ok(match &leg.act {
            Act::Until(there) => Move::Until(self.column(number(*there))?),
            Act::Delay(takes) | Act::Correct(takes) | Act::Work { takes, .. } => {
                Move::Delay(self.column(number(*takes))?)
            }
            Act::Accept => Move::Accept(self.condition(when)?),
            Act::Sit { panel, .. } => Move::Sit {
                panel: self.first_panel + *panel as u32,
                when: self.condition(when)?,
            },
            Act::CalendarDays { days, .. } => Move::CalendarDays {
                days: *days,
                when: self.condition(when)?,
            },
            Act::Serve {
                station,
                links,
                effort,
                is_again,
                ..
            } => {
                if *links > MOST_LINKS {
                    return Err(Refusal::TooManyLinks(node.id.clone()));
                }
                Move::Serve {
                    station: self.stations[*station] as u32,
                    links: *links,
                    effort: self.column(number(*effort))?,
                    is_again: *is_again,
                }
            }
            Act::DayBegins => Move::DayBegins,
            Act::DayEnds(_) => Move::DayEnds,
            Act::Judge(limit) => Move::Judge {
                limit: *limit,
                when: self.condition(when)?,
            },
            Act::Gate {
                there,
                never,
                within,
                ..
            } => Move::Gate {
                there: self.column(number(*there))?,
                never: match never {
                    When::Never => None,
                    never => Some(self.column(Filling::Condition(*never))?),
                },
                within: *within,
            },
            Act::Stop(ending) => Move::Stop {
                ending: *ending,
                when: self.condition(when)?,
            },
        })
    }

    fn asks_for_clock(&self, node: &Node) -> bool {
        node.course.legs.iter().any(|leg| match &leg.act {
            Act::Judge(_) | Act::Gate { .. } => true,
            Act::Serve { station, .. } => self.network.stations[*station].order == Order::Deadline,
            Act::Until(_)
            | Act::Delay(_)
            | Act::Correct(_)
            | Act::Accept
            | Act::Sit { .. }
            | Act::Work { .. }
            | Act::CalendarDays { .. }
            | Act::DayBegins
            | Act::DayEnds(_)
            | Act::Stop(_) => false,
        })
    }
}
