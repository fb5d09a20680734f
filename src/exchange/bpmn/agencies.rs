//! Who does a step: a resource of the parameters, else the lane it lies in.

use std::collections::BTreeMap;

use toml::{Table, Value};

use super::flat::Spot;
use super::parameters::Parameters;
use super::scenario::{language, named};
use crate::exchange::catalogue::slug;
use crate::exchange::document::values::put_text;
use crate::exchange::ids::{Taken, unique};

/// Agencies: those that the model brought along, resources of its parameters, lanes.
pub struct Agencies {
    taken: Taken,
    by_name: BTreeMap<String, String>,
    added: Vec<Table>,
}

impl Agencies {
    /// Those that the model brought along.
    pub fn of(head: &Table) -> Agencies {
        Agencies {
            taken: named(head, "agency")
                .into_keys()
                .map(|id| (id, 0))
                .collect(),
            by_name: BTreeMap::new(),
            added: Vec::new(),
        }
    }

    /// The agency of a step: its resource, else its lane.
    pub fn of_step(&mut self, spot: &Spot, parameters: &Parameters) -> Option<String> {
        let resource = parameters.resources_of.get(&spot.id);
        if let Some((name, officers)) = resource.and_then(|id| parameters.resources.get(id)) {
            return Some(self.called(name, *officers));
        }
        let lane = spot.lane.as_ref()?;
        match &lane.agency {
            Some(agency) if agency.is_empty() => None,
            Some(agency) if self.taken.contains_key(agency) => Some(agency.clone()),
            Some(_) | None if lane.name.is_empty() => None,
            Some(_) | None => Some(self.called(&lane.name, None)),
        }
    }

    fn called(&mut self, name: &str, officers: Option<u32>) -> String {
        if let Some(id) = self.by_name.get(name) {
            return id.clone();
        }
        let id = unique(&slug(name, "agency"), &mut self.taken);
        let mut table = Table::new();
        put_text(&mut table, "id", Some(&id));
        put_text(&mut table, language(name), Some(name));
        if let Some(officers) = officers.filter(|officers| (1..=100_000).contains(officers)) {
            table.insert("officers".to_owned(), Value::Integer(i64::from(officers)));
        }
        self.added.push(table);
        self.by_name.insert(name.to_owned(), id.clone());
        id
    }

    /// Adds those that are new.
    pub fn put(self, head: &mut Table) {
        if self.added.is_empty() {
            return;
        }
        let list = head.entry("agency".to_owned());
        let list = list.or_insert_with(|| Value::Array(Vec::new()));
        if let Value::Array(list) = list {
            list.extend(self.added.into_iter().map(Value::Table));
        }
    }
}
