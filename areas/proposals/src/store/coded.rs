//! How the area's nouns are read from rows: each by its code.

use crate::model::commitment::Stage;
use crate::model::filing::NotFiled;
use crate::model::handling::{ContactWay, HandlingState, Part, RequestKind, Ruling};
use crate::model::matter::{Form, MatterKind};
use crate::model::party::{PartyRole, PartyState};
use crate::model::reply::Meaning;
use crate::model::verdict::{CountingRule, Rating, Standing};

kernel::read_by_code!(
    ContactWay,
    CountingRule,
    Form,
    HandlingState,
    MatterKind,
    Meaning,
    NotFiled,
    Part,
    PartyRole,
    PartyState,
    Rating,
    RequestKind,
    Ruling,
    Stage,
    Standing,
);
