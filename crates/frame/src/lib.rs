//! The web frame: sessions, layout, forms, tables, charts, errors, live events and the API's common parts.
