//! Hash tables for keys that are looked up millions of times and never come from outside.

/// A map with a hash function that is fast and the same in every run.
pub type Table<K, V> = std::collections::HashMap<K, V, foldhash::fast::FixedState>;

/// A set with the same hash function.
pub type Marks<K> = std::collections::HashSet<K, foldhash::fast::FixedState>;
