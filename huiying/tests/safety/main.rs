//! What nobody may do, see or break, asked of the whole program: every area put together as `serve` puts them, on
//! requests without a socket.

#[path = "../../src/areas.rs"]
mod areas;
mod doors;
mod embargoed;
mod hidden;
mod hostile;
mod killed;
mod nonsense;
mod reviewed;
mod table;
mod torn;
mod traps;
mod world;
