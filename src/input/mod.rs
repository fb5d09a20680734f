//! The only reader of files: size limit, encoding, compression.
