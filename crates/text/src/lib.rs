//! The two languages: screens, letters and refusals.
