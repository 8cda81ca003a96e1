//! What a program sends, as a form would hold it: the page's own reading checks both, so that neither door lets in what
//! the other refuses.

use frame::Fields;
use kernel::error::{Error, Result};
use serde::Serialize;
use serde_json::Value;

/// The fields of a JSON object: lists become several values of a name, what is null is not sent.
pub(super) fn fields(given: &impl Serialize) -> Result<Fields> {
    let given = serde_json::to_value(given).map_err(Error::internal)?;
    let mut out = Fields::default();
    for (name, value) in given.as_object().into_iter().flatten() {
        match value {
            Value::Array(all) => {
                for one in all {
                    out.push(name.as_str(), word(one));
                }
            }
            Value::Null => {}
            one => out.push(name.as_str(), word(one)),
        }
    }
    Ok(out)
}

fn word(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Bool(true) => "1".to_owned(),
        Value::Bool(false) => String::new(),
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_object_reads_as_a_form() {
        let given = serde_json::json!({"name": "一组", "lead": true, "each": 3, "people": ["1", "2"], "ended_on": null});
        let fields = fields(&given).expect("fields");
        assert_eq!(fields.get("name"), Some("一组"));
        assert_eq!(
            (fields.get("lead"), fields.get("each")),
            (Some("1"), Some("3"))
        );
        assert_eq!(fields.all("people").collect::<Vec<_>>(), ["1", "2"]);
        assert!(!fields.has("ended_on"));
    }
}
