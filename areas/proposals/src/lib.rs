//! Proposals, suggestions and bills, from registration to archive.
