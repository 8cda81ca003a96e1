//! For tests only: databases on both engines, a signed-in client, a browser.
