//! The approval workflow: steps, agencies, materials and the acyclic graph that orders them.
