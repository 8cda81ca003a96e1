//! Procedures as data: definitions, checker, decide and available, and their picture. Pure.
