//! How the area's nouns are read from rows: each by its code.

use crate::model::election::{By, Post};
use crate::model::holding::Kept;
use crate::model::office::{Action, Class};

kernel::read_by_code!(Action, By, Class, Kept, Post);
