//! Rebuilds the crate when a locale file is added or removed; changed ones are noticed by the compiler.

fn main() {
    println!("cargo::rerun-if-changed=locales");
    println!("cargo::rerun-if-changed=locales/zh");
    println!("cargo::rerun-if-changed=locales/en");
}
