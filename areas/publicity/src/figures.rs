//! The figures of publicity. An appearance is dated by the day it was published; reprints and struck ones don't count.

use kernel::statistics::{Dimension, Figure, Keys, Measure, Source};

use crate::store::figure::{ADOPTIONS, APPEARANCES, BYLINES};

macro_rules! dimension {
    ($name:literal, $keys:expr, $title:literal) => {
        Dimension {
            name: $name,
            keys: $keys,
            title: $title,
        }
    };
}

const DIMENSIONS: &[Dimension] = &[
    dimension!(
        "level",
        Keys::Words("publicity-level-"),
        "publicity-dimension-level"
    ),
    dimension!("outlet", Keys::Text, "publicity-dimension-outlet"),
    dimension!(
        "medium",
        Keys::Words("publicity-medium-"),
        "publicity-dimension-medium"
    ),
    dimension!(
        "genre",
        Keys::Words("publicity-genre-"),
        "publicity-dimension-genre"
    ),
    dimension!("group", Keys::Text, "publicity-dimension-group"),
    dimension!("person", Keys::Text, "publicity-dimension-person"),
    Dimension::MONTH,
    Dimension::DAY,
    dimension!(
        "direction",
        Keys::Words("publicity-direction-"),
        "publicity-dimension-direction"
    ),
    dimension!(
        "field",
        Keys::Words("publicity-field-"),
        "publicity-dimension-field"
    ),
    dimension!(
        "setting",
        Keys::Words("publicity-setting-"),
        "publicity-dimension-setting"
    ),
    dimension!(
        "nature",
        Keys::Words("publicity-nature-"),
        "publicity-dimension-nature"
    ),
    dimension!(
        "aspect",
        Keys::Words("publicity-aspect-"),
        "publicity-dimension-aspect"
    ),
    dimension!(
        "place",
        Keys::Words("publicity-place-"),
        "publicity-dimension-place"
    ),
    dimension!(
        "size",
        Keys::Words("publicity-size-"),
        "publicity-dimension-size"
    ),
];

const fn figure(
    name: &'static str,
    title: &'static str,
    definition: &'static str,
    source: Source,
    measure: Measure,
) -> Figure {
    Figure {
        name,
        title,
        definition,
        source,
        date: "on_date",
        measure,
        dimensions: DIMENSIONS,
        page: "/publicity/manuscripts/",
    }
}

/// The appearances by every dimension: what the area's own pages ask too.
pub const ADOPTED: &str = "publicity.adoptions";
/// The authors of appearances.
pub const AUTHORED: &str = "publicity.bylines";

/// What this area can tell.
pub fn figures() -> Vec<Figure> {
    vec![
        figure(
            ADOPTED,
            "publicity-figure-adoptions",
            "publicity-figure-adoptions-means",
            ADOPTIONS,
            Measure::All,
        ),
        figure(
            AUTHORED,
            "publicity-figure-bylines",
            "publicity-figure-bylines-means",
            BYLINES,
            Measure::All,
        ),
        figure(
            "publicity.major",
            "publicity-figure-major",
            "publicity-figure-major-means",
            ADOPTIONS,
            Measure::Count("major"),
        ),
        figure(
            "publicity.reprints",
            "publicity-figure-reprints",
            "publicity-figure-reprints-means",
            APPEARANCES,
            Measure::Count("reprint"),
        ),
        figure(
            "publicity.characters",
            "publicity-figure-characters",
            "publicity-figure-characters-means",
            ADOPTIONS,
            Measure::Sum("characters"),
        ),
        figure(
            "publicity.photos",
            "publicity-figure-photos",
            "publicity-figure-photos-means",
            ADOPTIONS,
            Measure::Sum("photos"),
        ),
        figure(
            "publicity.seconds",
            "publicity-figure-seconds",
            "publicity-figure-seconds-means",
            ADOPTIONS,
            Measure::Sum("seconds"),
        ),
    ]
}
