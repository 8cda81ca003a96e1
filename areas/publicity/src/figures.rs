//! The figures of publicity. An appearance is dated by the day it was published; reprints and struck ones don't count.

use kernel::statistics::{Dimension, Figure, Kept, Keys, Measure, Source};

use crate::store::change;
use crate::store::figure::{
    ADOPTIONS, APPEARANCES, BYLINES, SENT, SUBMISSIONS, TOPICS as TOPIC_ROWS,
};

macro_rules! dimension {
    ($name:literal, $keys:expr, $title:literal) => {
        Dimension {
            name: $name,
            keys: $keys,
            title: $title,
        }
    };
}

const LEVEL: Dimension = dimension!(
    "level",
    Keys::Words("publicity-level-"),
    "publicity-dimension-level"
);
const OUTLET: Dimension = dimension!("outlet", Keys::Text, "publicity-dimension-outlet");
const MEDIUM: Dimension = dimension!(
    "medium",
    Keys::Words("publicity-medium-"),
    "publicity-dimension-medium"
);
const GENRE: Dimension = dimension!(
    "genre",
    Keys::Words("publicity-genre-"),
    "publicity-dimension-genre"
);
const GROUP: Dimension = dimension!("group", Keys::Text, "publicity-dimension-group");
const PERSON: Dimension = dimension!("person", Keys::Text, "publicity-dimension-person");
const UNIT: Dimension = dimension!("unit", Keys::Unit, "publicity-dimension-unit");
const TOWNSHIP: Dimension = dimension!("township", Keys::Unit, "publicity-dimension-township");
const TOPIC: Dimension = dimension!("topic", Keys::Text, "publicity-topic");
const DIRECTION: Dimension = dimension!(
    "direction",
    Keys::Words("publicity-direction-"),
    "publicity-dimension-direction"
);
const FIELD: Dimension = dimension!(
    "field",
    Keys::Words("publicity-field-"),
    "publicity-dimension-field"
);
const SETTING: Dimension = dimension!(
    "setting",
    Keys::Words("publicity-setting-"),
    "publicity-dimension-setting"
);
const NATURE: Dimension = dimension!(
    "nature",
    Keys::Words("publicity-nature-"),
    "publicity-dimension-nature"
);
const ASPECT: Dimension = dimension!(
    "aspect",
    Keys::Words("publicity-aspect-"),
    "publicity-dimension-aspect"
);
const PLACE: Dimension = dimension!(
    "place",
    Keys::Words("publicity-place-"),
    "publicity-dimension-place"
);
const SIZE: Dimension = dimension!(
    "size",
    Keys::Words("publicity-size-"),
    "publicity-dimension-size"
);

const STATE: Dimension = dimension!(
    "state",
    Keys::Words("publicity-topic-state-"),
    "matter-state"
);
/// Of topics.
const OF_TOPICS: &[Dimension] = &[STATE, GROUP, Dimension::MONTH];
/// Of appearances.
const DIMENSIONS: &[Dimension] = &[
    LEVEL,
    OUTLET,
    MEDIUM,
    GENRE,
    GROUP,
    PERSON,
    Dimension::MONTH,
    Dimension::DAY,
    DIRECTION,
    FIELD,
    SETTING,
    NATURE,
    ASPECT,
    PLACE,
    SIZE,
    UNIT,
    TOWNSHIP,
    TOPIC,
];
/// Of submissions.
const OF_SUBMISSIONS: &[Dimension] = &[
    OUTLET,
    LEVEL,
    MEDIUM,
    GENRE,
    GROUP,
    PERSON,
    Dimension::MONTH,
    DIRECTION,
    FIELD,
    UNIT,
    TOWNSHIP,
    TOPIC,
];
/// Of manuscripts that were sent.
const OF_SENT: &[Dimension] = &[
    GENRE,
    GROUP,
    PERSON,
    Dimension::MONTH,
    FIELD,
    UNIT,
    TOWNSHIP,
    TOPIC,
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

/// Of the submissions those an outlet took.
pub const SUBMITTED: &str = "publicity.submissions";
/// Topics by the day they were planned and what became of them.
pub const TOPICS: &str = "publicity.topics";
/// Of the issues sent to addressees those they signed for.
pub const RECEIVED: &str = "publicity.receipts";
/// Of the manuscripts sent those any outlet took.
pub const PIECES: &str = "publicity.pieces_sent";

/// Appearances, submissions and manuscripts are counted under the area's number.
pub const KEPT: Kept = Kept {
    figures: &[
        ADOPTED,
        AUTHORED,
        "publicity.major",
        "publicity.reprints",
        "publicity.characters",
        "publicity.photos",
        "publicity.seconds",
        SUBMITTED,
        PIECES,
    ],
    number: change::NUMBER,
};

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
        Figure {
            dimensions: OF_SUBMISSIONS,
            ..figure(
                SUBMITTED,
                "publicity-figure-submissions",
                "publicity-figure-submissions-means",
                SUBMISSIONS,
                Measure::Share {
                    part: "adopted",
                    of: None,
                },
            )
        },
        Figure {
            dimensions: OF_SENT,
            ..figure(
                PIECES,
                "publicity-figure-pieces_sent",
                "publicity-figure-pieces_sent-means",
                SENT,
                Measure::Share {
                    part: "adopted",
                    of: None,
                },
            )
        },
        Figure {
            dimensions: OF_TOPICS,
            page: "/publicity/topics/",
            ..figure(
                TOPICS,
                "publicity-figure-topics",
                "publicity-figure-topics-means",
                TOPIC_ROWS,
                Measure::All,
            )
        },
    ]
}
