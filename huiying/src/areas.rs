//! The areas of the house, in the order of their navigation. Nothing else in the program lists them.

use frame::Area;

/// Every area, ready to be put together.
pub fn all() -> Vec<Area> {
    vec![
        proposals::area(),
        meetings::area(),
        publicity::area(),
        office::area(),
        deputies::area(),
    ]
}
