//! What a person does with a page: signs in, fills a form, presses a button, reads, takes a file.

use std::io::Read;
use std::path::Path;

use serde_json::{Value, json};
use testkit::{Browser, PASSWORD, Screen};

/// Somebody signs in on his own device, once.
pub async fn sign_in(b: &Browser, who: &str) {
    b.open("/account").await;
    if b.has("main [name=password]").await {
        b.fill("main [name=name]", who).await;
        b.fill("main [name=password]", PASSWORD).await;
        turns(b, b.click("main form button[type=submit]")).await;
    }
}

/// Does what leads to another page, or to the same one anew, and waits for it.
pub async fn turns(b: &Browser, does: impl Future<Output = ()>) {
    b.script("window.stood = true").await;
    does.await;
    b.until("!window.stood && document.readyState === 'complete'")
        .await;
}

pub async fn press(b: &Browser, words: &str) {
    turns(b, b.press(words)).await;
}

/// Puts a value into a field of a form: types it, chooses it, or ticks what has it as value or in its label.
const PUT: &str = "const [css, name, value] = arguments;
    const form = document.querySelector(css);
    if (!form) return 'no form ' + css;
    const all = [...form.querySelectorAll(`[name=\"${name}\"]:not([type=hidden])`)];
    const one = all[0];
    if (!one) return 'no field ' + name;
    if (one.type === 'radio' || one.type === 'checkbox') {
      const it = all.find(e => e.value === value) || all.find(e => e.closest('label').innerText.includes(value));
      if (!it) return 'nothing to tick: ' + all.map(e => e.closest('label').innerText).join('|');
      if (!it.checked) it.click();
    } else {
      if (one.tagName === 'SELECT') {
        const o = [...one.options].find(o => o.value === value) || [...one.options].find(o => o.text.includes(value));
        if (!o) return 'nothing to choose: ' + [...one.options].map(o => o.text).join('|');
        one.value = o.value;
      } else one.value = value;
      for (const e of ['input', 'change']) one.dispatchEvent(new Event(e, {bubbles: true}));
    }
    return true";

pub async fn put(b: &Browser, form: &str, name: &str, value: &str) {
    let args = vec![json!(form), json!(name), json!(value)];
    let done = b.window.execute(PUT, args).await.expect("the script runs");
    let at = b.path().await;
    assert_eq!(done, true, "{name} = {value} at {at}");
}

/// Fills the form whose address ends so, sends it, and fails with the page's words where it was refused.
pub async fn sends(b: &Browser, action: &str, fields: &[(&str, &str)]) {
    let form = format!("main form[action$='{action}']");
    b.find(&form).await;
    for (name, value) in fields {
        put(b, &form, name, value).await;
    }
    turns(
        b,
        b.click(&format!("{form} button[type=submit]:not([name])")),
    )
    .await;
    let status = b
        .script("return performance.getEntriesByType('navigation')[0].responseStatus")
        .await;
    if status.as_u64().is_none_or(|status| status >= 400) {
        panic!("{action} was refused ({status}): {}", b.text("main").await);
    }
}

/// An act on a matter by its form; a file goes with it where one is named.
pub async fn does(b: &Browser, id: &str, act: &str, fields: &[(&str, &str)]) {
    b.open(&format!("/matters/{id}/acts/{act}")).await;
    sends(b, &format!("/matters/{id}/acts/{act}"), fields).await;
}

pub async fn with_file(b: &Browser, form: &str, path: &Path) {
    let css = format!("main form[action$='{form}'] input[type=file]");
    let field = b.find(&css).await;
    let path = path.to_str().expect("a path");
    field.send_keys(path).await.expect("the file is chosen");
}

/// A file on the person's own disk.
pub fn paper(name: &str) -> std::path::PathBuf {
    let folder = std::env::temp_dir().join(format!("huiying-sitting-{}", std::process::id()));
    std::fs::create_dir_all(&folder).expect("a folder");
    let path = folder.join(name);
    std::fs::write(&path, b"%PDF-1.7\n%%EOF\n").expect("a file");
    path
}

/// The last part of the address, or the one `back` parts before it.
pub async fn here(b: &Browser, nth: usize) -> String {
    let path = b.path().await;
    let part = path.split(['/', '?']).nth(nth);
    part.unwrap_or_else(|| panic!("{path}")).to_owned()
}

pub async fn says(b: &Browser, words: &[&str]) {
    let text = b.text("main").await;
    let at = b.path().await;
    for said in words {
        assert!(text.contains(said), "{at} does not say {said}: {text}");
    }
}

/// Waits until the page says so: it follows by itself.
pub async fn comes(b: &Browser, words: &str) {
    b.until(&format!(
        "document.querySelector('main').innerText.includes({})",
        json!(words)
    ))
    .await;
}

/// What a page's own session gets at an address: status and text; of a package the text of every file in it.
pub async fn gets(b: &Browser, paths: &[String]) -> Vec<(String, i64, String)> {
    const GET: &str = "const [paths, done] = arguments;
        const one = async (path) => {
          const answer = await fetch(path);
          const bytes = new Uint8Array(await answer.arrayBuffer());
          const zip = bytes[0] === 0x50 && bytes[1] === 0x4b;
          return [path, answer.status, zip ? [...bytes] : new TextDecoder().decode(bytes)];
        };
        (async () => {
          const out = [];
          for (let i = 0; i < paths.length; i += 6) out.push(...await Promise.all(paths.slice(i, i + 6).map(one)));
          return out;
        })().then(done, e => done(String(e)));";
    let got = b.window.execute_async(GET, vec![json!(paths)]).await;
    let got = got.expect("the script runs");
    // What was refused stands in the browser's log: it is no fault of a later page.
    b.errors().await;
    let rows = got.as_array().unwrap_or_else(|| panic!("{got}")).iter();
    rows.map(|row| {
        let text = match &row[2] {
            Value::Array(bytes) => unpacked(bytes),
            text => text.as_str().unwrap_or_default().to_owned(),
        };
        let path = row[0].as_str().unwrap_or_default().to_owned();
        (path, row[1].as_i64().unwrap_or_default(), text)
    })
    .collect()
}

pub async fn get(b: &Browser, path: &str) -> String {
    let (_, status, text) = gets(b, &[path.to_owned()]).await.remove(0);
    assert_eq!(status, 200, "{path}: {text}");
    text
}

/// The words of a package: a document for Word, a workbook.
fn unpacked(bytes: &[Value]) -> String {
    let bytes: Vec<u8> = bytes
        .iter()
        .filter_map(|b| b.as_u64())
        .map(|b| b as u8)
        .collect();
    let mut zip = zip::ZipArchive::new(std::io::Cursor::new(bytes)).expect("a package");
    let mut all = String::new();
    for i in 0..zip.len() {
        let mut content = Vec::new();
        let mut file = zip.by_index(i).expect("a file");
        file.read_to_end(&mut content).expect("read");
        let mut inside = false;
        for c in String::from_utf8_lossy(&content).chars() {
            match c {
                '<' => inside = true,
                '>' => inside = false,
                c if !inside => all.push(c),
                _ => {}
            }
        }
    }
    all
}

/// What every page must be, and for whoever asks for pictures, one in each language.
pub async fn look(b: &Browser, name: &str, screen: Screen) {
    b.check().await;
    let Some(folder) = std::env::var_os("HUIYING_PICTURES") else {
        return;
    };
    for lang in ["en", "zh"] {
        b.script(&format!("document.cookie = 'huiying_lang={lang}; path=/'"))
            .await;
        turns(b, async {
            b.script("location.reload()").await;
        })
        .await;
        let height = b
            .script("return document.documentElement.scrollHeight")
            .await;
        let height = height.as_u64().unwrap_or(900).clamp(400, 6_000) as u32;
        b.resize(Screen {
            height: height.max(screen.height),
            ..screen
        })
        .await;
        let file = Path::new(&folder).join(format!("{name}-{lang}.png"));
        b.picture(&file).await;
        b.resize(screen).await;
    }
}
