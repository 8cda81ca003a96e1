//! Working days, limits and backward schedules: pure, no clock, no I/O.
