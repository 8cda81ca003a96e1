//! How the area's nouns are read from rows: each by its code.

use crate::model::adoption::{Aspect, Field, Nature, Place, Position, Setting, Size};
use crate::model::campaign::Theme;
use crate::model::genre::Genre;
use crate::model::issue::{Shape, Way};
use crate::model::media::{Engagement, State};
use crate::model::network::{Came, Duty};
use crate::model::outlet::{Level, Medium};

kernel::read_by_code!(
    Aspect, Came, Duty, Engagement, Field, Genre, Level, Medium, Nature, Place, Position, Setting,
    Shape, Size, State, Theme, Way,
);
