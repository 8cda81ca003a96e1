//! Every library in the root Cargo.toml has a sentence above it: what for, and why this one.

use super::{File, Finding};

pub fn check(files: &[File]) -> Vec<Finding> {
    let Some(file) = files.iter().find(|f| f.path == "Cargo.toml") else {
        return Vec::new();
    };
    let mut found = Vec::new();
    let mut inside = false;
    let mut sentence = false;
    for (n, line) in file.text.lines().enumerate() {
        let line = line.trim();
        if line.starts_with('[') {
            inside = line == "[workspace.dependencies]";
        }
        if !inside {
            continue;
        }
        if let Some(comment) = line.strip_prefix('#') {
            sentence = comment.trim_end().ends_with('.');
        } else if let Some((name, value)) = line.split_once('=') {
            let ours = value.contains("path =");
            if !ours && !sentence {
                let what = format!(
                    "{} has no sentence above it: what for, why this one",
                    name.trim()
                );
                found.push(file.finding(n + 1, what));
            }
            sentence = false;
        } else {
            sentence = false;
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_library_without_a_sentence_is_found() {
        let text = "[workspace.dependencies]\nkernel = { path = \"x\" }\n# Errors.\nthiserror = \"2\"\nanyhow = \"1\"\n";
        let found = check(&[File::new("Cargo.toml", text)]);
        assert_eq!(found.len(), 1);
        assert!(
            found[0]
                .to_string()
                .starts_with("Cargo.toml:5: anyhow has no sentence")
        );
    }
}
