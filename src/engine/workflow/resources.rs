//! Editing what steps refer to: materials and officers.

use super::{Change, Editor, Leave, Share};

impl Editor {
    /// The system supplies a material for a share of cases.
    pub fn supply_material(&mut self, id: &str, share: Share) {
        let mut materials = self.workflow.materials.iter_mut();
        if let Some(material) = materials.find(|other| other.id == id) {
            let change = Change::MaterialSupplied {
                material: id.to_owned(),
                share: share.share,
            };
            material.supplied.push(share);
            self.record(change);
        }
    }

    /// Sets an agency's officers.
    pub fn set_officers(&mut self, agency: &str, officers: u32) {
        let mut agencies = self.workflow.agencies.iter_mut();
        if let Some(agency) = agencies.find(|other| other.id == agency) {
            let change = Change::Officers {
                agency: agency.id.clone(),
                before: agency.officers.replace(officers),
                after: officers,
            };
            self.record(change);
        }
    }

    /// Who joins an agency from others takes his leave along.
    pub fn pool_leave<'i>(&mut self, into: &str, from: impl Iterator<Item = &'i str>) {
        let others = from.filter(|id| *id != into);
        let joining: Vec<Leave> = others
            .filter_map(|id| self.workflow.agency(id))
            .flat_map(|agency| agency.roster.leave.clone())
            .collect();
        let mut agencies = self.workflow.agencies.iter_mut();
        if let Some(agency) = agencies.find(|other| other.id == into) {
            agency.roster.leave.extend(joining);
        }
    }
}
