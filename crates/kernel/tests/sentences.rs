//! Every refusal and remark has its sentence in both languages.

use papers::table::cell::Code;
use papers::table::{OtherKind, TableError};
use text::{Arg, Lang, ta};

#[test]
fn every_code_has_its_sentence() {
    let kinds = [
        OtherKind::Word,
        OtherKind::Pdf,
        OtherKind::OpenDocument,
        OtherKind::Html,
        OtherKind::OldExcel,
        OtherKind::Archive,
        OtherKind::Picture,
        OtherKind::Binary,
    ];
    let errors = kinds.map(TableError::Other).into_iter().chain([
        TableError::Empty,
        TableError::TooLarge,
        TableError::UnpacksTooLarge,
        TableError::TooManyRows,
        TableError::TooWide { row: 7 },
        TableError::Password,
        TableError::Damaged(String::new()),
        TableError::OpenQuote { line: 7 },
        TableError::NoHeader,
    ]);
    for lang in [Lang::Zh, Lang::En] {
        for error in errors.clone() {
            let sentence = ta(lang, error.key(), &[("n", Arg::from(error.number()))]);
            assert!(is_sentence(&sentence, error.key()), "{sentence}");
            if let TableError::TooWide { .. } | TableError::OpenQuote { .. } = error {
                assert!(sentence.contains('7'), "{sentence}");
            }
        }
        for code in Code::ALL {
            let sentence = ta(lang, code.key(), &[("typed", Arg::from("＃typed＃"))]);
            assert!(is_sentence(&sentence, code.key()), "{sentence}");
            assert!(sentence.contains("＃typed＃"), "{sentence}");
        }
    }
}

fn is_sentence(s: &str, key: &str) -> bool {
    !s.contains(key) && s.ends_with(['。', '.'])
}
