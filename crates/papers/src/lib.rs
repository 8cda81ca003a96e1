//! Documents in and out: xlsx, csv, docx, ics, archive packages. Knows no database.
