//! The figures of decisions and of the demands they make.
//!
//! A decision is dated by the day of what is counted: brought in by its receipt, adopted by the vote. A demand counts by
//! the day it was given; it is late where it was reported done after its day.

use kernel::statistics::{Dimension, Figure, Keys, Measure};

use crate::store::figure::{DECISIONS, DEMANDS};

const OF_DECISIONS: &[Dimension] = &[
    Dimension {
        name: "subject",
        keys: Keys::Words("decisions-subject-"),
        title: "decisions-subject",
    },
    Dimension {
        name: "form",
        keys: Keys::Words("decisions-form-"),
        title: "decisions-form",
    },
    Dimension {
        name: "brought_by",
        keys: Keys::Words("decisions-brought-"),
        title: "decisions-brought-by",
    },
    Dimension::UNIT,
    Dimension::MONTH,
];

const OF_DEMANDS: &[Dimension] = &[
    Dimension::UNIT,
    Dimension {
        name: "result",
        keys: Keys::Words("instructions-result-"),
        title: "instructions-result",
    },
    Dimension::MONTH,
];

macro_rules! decisions {
    ($name:literal, $title:literal, $means:literal, $date:literal) => {
        Figure {
            name: $name,
            title: $title,
            definition: $means,
            source: DECISIONS,
            date: $date,
            measure: Measure::All,
            dimensions: OF_DECISIONS,
            page: "/decisions/",
        }
    };
}

macro_rules! demands {
    ($name:literal, $title:literal, $means:literal, $measure:expr) => {
        Figure {
            name: $name,
            title: $title,
            definition: $means,
            source: DEMANDS,
            date: "given_on",
            measure: $measure,
            dimensions: OF_DEMANDS,
            page: "/decisions/demands/",
        }
    };
}

/// What this area can tell.
pub fn figures() -> Vec<Figure> {
    vec![
        decisions!(
            "decisions.brought_in",
            "decisions-figure-brought-in",
            "decisions-figure-brought-in-means",
            "received_on"
        ),
        decisions!(
            "decisions.adopted",
            "decisions-figure-adopted",
            "decisions-figure-adopted-means",
            "adopted_on"
        ),
        decisions!(
            "decisions.not_adopted",
            "decisions-figure-not-adopted",
            "decisions-figure-not-adopted-means",
            "failed_on"
        ),
        decisions!(
            "decisions.published",
            "decisions-figure-published",
            "decisions-figure-published-means",
            "published_on"
        ),
        demands!(
            "decisions.demands",
            "decisions-figure-demands",
            "decisions-figure-demands-means",
            Measure::All
        ),
        demands!(
            "decisions.demands_met",
            "decisions-figure-met",
            "decisions-figure-met-means",
            Measure::Count("met")
        ),
        demands!(
            "decisions.demands_late",
            "decisions-figure-late",
            "decisions-figure-late-means",
            Measure::Count("late")
        ),
        demands!(
            "decisions.demands_running",
            "decisions-figure-running",
            "decisions-figure-running-means",
            Measure::Count("running")
        ),
        demands!(
            "decisions.demands_hollow",
            "decisions-figure-hollow",
            "decisions-figure-hollow-means",
            Measure::Count("hollow")
        ),
    ]
}
