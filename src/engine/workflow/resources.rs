//! Editing what steps refer to: materials and officers.

use super::{Change, Editor, Share};

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
}
