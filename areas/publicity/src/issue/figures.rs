//! The figures of what the office publishes itself.

use kernel::statistics::{Dimension, Figure, Keys, Measure, Source};

use crate::figures::RECEIVED;
use crate::store::figure::{ISSUES, ITEMS, RECEIPTS, TAKEN};

const SERIES: Dimension = Dimension {
    name: "series",
    keys: Keys::Text,
    title: "publicity-dimension-series",
};
const SHAPE: Dimension = Dimension {
    name: "shape",
    keys: Keys::Words("publicity-shape-"),
    title: "publicity-dimension-shape",
};
const LEVEL: Dimension = Dimension {
    name: "level",
    keys: Keys::Words("publicity-level-"),
    title: "publicity-dimension-level",
};
const OUTLET: Dimension = Dimension {
    name: "outlet",
    keys: Keys::Text,
    title: "publicity-dimension-outlet",
};

const WAY: Dimension = Dimension {
    name: "way",
    keys: Keys::Words("publicity-way-"),
    title: "issue-way",
};
const ADDRESSEE: Dimension = Dimension {
    name: "addressee",
    keys: Keys::Text,
    title: "publicity-dimension-addressee",
};

const fn figure(
    name: &'static str,
    title: &'static str,
    definition: &'static str,
    source: Source,
    dimensions: &'static [Dimension],
) -> Figure {
    Figure {
        name,
        title,
        definition,
        source,
        date: "on_date",
        measure: Measure::All,
        dimensions,
        page: "/publicity/issues/",
    }
}

/// Issues, their items, and what superiors took over.
pub fn figures() -> Vec<Figure> {
    const OWN: &[Dimension] = &[SERIES, SHAPE, Dimension::MONTH];
    const THERE: &[Dimension] = &[SERIES, SHAPE, LEVEL, OUTLET, Dimension::MONTH];
    const SIGNED: &[Dimension] = &[SERIES, SHAPE, WAY, ADDRESSEE, Dimension::MONTH];
    vec![
        figure(
            "publicity.issues",
            "publicity-figure-issues",
            "publicity-figure-issues-means",
            ISSUES,
            OWN,
        ),
        figure(
            "publicity.items",
            "publicity-figure-items",
            "publicity-figure-items-means",
            ITEMS,
            OWN,
        ),
        figure(
            "publicity.taken",
            "publicity-figure-taken",
            "publicity-figure-taken-means",
            TAKEN,
            THERE,
        ),
        Figure {
            measure: Measure::Share {
                part: "received",
                of: None,
            },
            ..figure(
                RECEIVED,
                "publicity-figure-receipts",
                "publicity-figure-receipts-means",
                RECEIPTS,
                SIGNED,
            )
        },
    ]
}
