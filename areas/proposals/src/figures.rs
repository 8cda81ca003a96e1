//! The figures of proposals, suggestions and bills: what is received, filed, assigned, replied to in time,
//! solved, and how its proposers rate it.
//!
//! A figure dates each matter by the day of what it counts: received by the day of receipt, filed by the day
//! of filing, replied (and all that stands on the reply) by the day of the reply. Rows of past years count in what
//! was received, filed and replied, and never in punctuality.

use kernel::statistics::{Dimension, Figure, Keys, Measure};

use crate::store::figure::{PUNCTUAL, SOURCE};

const DIMENSIONS: &[Dimension] = &[
    Dimension::UNIT,
    Dimension::MONTH,
    Dimension::SESSION,
    Dimension {
        name: "category",
        keys: Keys::Text,
        title: "proposals-dimension-category",
    },
    Dimension {
        name: "committee",
        keys: Keys::Unit,
        title: "proposals-dimension-committee",
    },
    Dimension::PROPOSER,
    Dimension {
        name: "kind",
        keys: Keys::Words("proposals-kind-"),
        title: "proposals-dimension-kind",
    },
    Dimension {
        name: "class",
        keys: Keys::Words("proposals-class-"),
        title: "proposals-dimension-class",
    },
    Dimension {
        name: "standing",
        keys: Keys::Words("proposals-standing-"),
        title: "proposals-dimension-standing",
    },
];

/// The name, the keys of title and definition, the date, the measure.
macro_rules! figure {
    ($name:literal, $title:literal, $definition:literal, $date:literal, $measure:expr) => {
        figure!($name, $title, $definition, $date, $measure, SOURCE)
    };
    ($name:literal, $title:literal, $definition:literal, $date:literal, $measure:expr, $source:expr) => {
        Figure {
            name: $name,
            title: $title,
            definition: $definition,
            source: $source,
            date: $date,
            measure: $measure,
            dimensions: DIMENSIONS,
            page: "/proposals/",
        }
    };
}

const fn share(part: &'static str) -> Measure {
    Measure::Share { part, of: None }
}

/// What this area can tell, the year's flow first.
pub fn figures() -> Vec<Figure> {
    vec![
        figure!(
            "proposals.received",
            "proposals-figure-received",
            "proposals-figure-received-means",
            "received_on",
            Measure::All
        ),
        figure!(
            "proposals.replied",
            "proposals-figure-replied",
            "proposals-figure-replied-means",
            "replied_on",
            Measure::All
        ),
        figure!(
            "proposals.replied_late",
            "proposals-figure-late",
            "proposals-figure-late-means",
            "replied_on",
            Measure::Count("late"),
            PUNCTUAL
        ),
        figure!(
            "proposals.filed",
            "proposals-figure-filed",
            "proposals-figure-filed-means",
            "filed_on",
            Measure::All
        ),
        figure!(
            "proposals.not_filed",
            "proposals-figure-not-filed",
            "proposals-figure-not-filed-means",
            "received_on",
            Measure::Count("not_filed")
        ),
        figure!(
            "proposals.assigned",
            "proposals-figure-assigned",
            "proposals-figure-assigned-means",
            "assigned_on",
            Measure::All
        ),
        figure!(
            "proposals.replied_on_time",
            "proposals-figure-on-time",
            "proposals-figure-on-time-means",
            "replied_on",
            Measure::Count("on_time"),
            PUNCTUAL
        ),
        figure!(
            "proposals.on_time_rate",
            "proposals-figure-on-time-rate",
            "proposals-figure-on-time-rate-means",
            "replied_on",
            share("on_time"),
            PUNCTUAL
        ),
        figure!(
            "proposals.solved",
            "proposals-figure-solved",
            "proposals-figure-solved-means",
            "replied_on",
            Measure::Count("solved")
        ),
        figure!(
            "proposals.solved_rate",
            "proposals-figure-solved-rate",
            "proposals-figure-solved-rate-means",
            "replied_on",
            share("solved")
        ),
        figure!(
            "proposals.satisfied",
            "proposals-figure-satisfied",
            "proposals-figure-satisfied-means",
            "replied_on",
            Measure::Count("satisfied")
        ),
        figure!(
            "proposals.dissatisfied",
            "proposals-figure-dissatisfied",
            "proposals-figure-dissatisfied-means",
            "replied_on",
            Measure::Count("dissatisfied")
        ),
        figure!(
            "proposals.satisfied_rate",
            "proposals-figure-satisfied-rate",
            "proposals-figure-satisfied-rate-means",
            "replied_on",
            Measure::Share {
                part: "satisfied",
                of: Some("is_rated")
            }
        ),
        figure!(
            "proposals.coverage",
            "proposals-figure-coverage",
            "proposals-figure-coverage-means",
            "replied_on",
            share("is_rated")
        ),
        figure!(
            "proposals.reworked",
            "proposals-figure-reworked",
            "proposals-figure-reworked-means",
            "replied_on",
            Measure::Count("reworked")
        ),
    ]
}
