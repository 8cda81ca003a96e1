// The one script. Everything here is a comfort: each page reads and submits without it.
// Owns: drafts kept in this browser, keys, counters, picking by initials, tables to the clipboard,
// live notices, dialogs. Never holds rules: what may be done is said by the server.
"use strict";
(() => {
  const $ = (s, root = document) => root.querySelector(s);
  const $$ = (s, root = document) => [...root.querySelectorAll(s)];
  const words = document.body.dataset;

  // --- what somebody began on this page is never drawn over ---
  // A vote is begun on its own: its page follows the ballot, whatever was chosen.
  const BEGUN = "main form[method=post]:not([data-ballot-form])";
  let touched = Boolean($("main form[data-errors]"));
  for (const kind of ["input", "change"]) {
    document.addEventListener(kind, (e) => { if (e.target.closest?.(BEGUN)) touched = true; });
  }
  const begun = () => touched || Boolean(document.activeElement?.matches("input, textarea, select") && document.activeElement.closest(BEGUN));
  const reading = () => Boolean($("dialog[open]")) || !getSelection().isCollapsed;
  // The main part as the server has it now, in place of what stands; false where something was begun meanwhile.
  const redraw = async () => {
    const answer = await fetch(location.href);
    const now = answer.ok && new DOMParser().parseFromString(await answer.text(), "text/html").getElementById("main");
    if (!now || begun()) return false;
    const main = document.getElementById("main");
    const open = $$("details", main).map((d) => d.open);
    main.replaceChildren(...now.childNodes);
    const after = $$("details", main);
    if (after.length === open.length) after.forEach((d, i) => { d.open = open[i]; });
    keepDrafts(main);
    dress(main);
    return true;
  };

  // --- drafts: a form with data-keep survives a time-out, a crash and a closed window ---
  const PREFIX = "huiying:draft:";
  const skipped = (el) => !el.name || el.name.startsWith("_") || el.type === "password" || el.type === "file" || el.type === "hidden";
  const typed = (form) => [...form.elements].filter((el) => !skipped(el)).map((el) =>
    el.type === "checkbox" || el.type === "radio" ? [el.name, el.value, el.checked] : [el.name, el.value]);
  const store = {
    read(key) { try { return JSON.parse(localStorage.getItem(PREFIX + key)); } catch { return null; } },
    write(key, value) { try { localStorage.setItem(PREFIX + key, JSON.stringify(value)); return true; } catch { return false; } },
    drop(key) { try { localStorage.removeItem(PREFIX + key); } catch { /* private mode */ } },
    keys() { try { return Object.keys(localStorage).filter((k) => k.startsWith(PREFIX)).map((k) => k.slice(PREFIX.length)); } catch { return []; } },
  };
  // Signing out leaves no paper of a ballot to whoever uses this device next.
  document.addEventListener("submit", (e) => {
    if (e.target.getAttribute?.("action") !== "/sign-out") return;
    for (const kept of [() => localStorage, () => sessionStorage]) {
      try { for (const key of Object.keys(kept())) if (key.startsWith("huiying:paper:")) kept().removeItem(key); } catch { /* private mode */ }
    }
  });
  const restore = (form, draft) => {
    const seen = {};
    for (const [name, value, checked] of draft.fields) {
      const same = [...form.elements].filter((el) => el.name === name && !skipped(el));
      if (checked === undefined) {
        const i = seen[name] = (seen[name] ?? -1) + 1;
        if (same[i]) same[i].value = value;
      } else {
        for (const el of same) if (el.value === value) el.checked = checked;
      }
    }
    for (const el of form.elements) el.dispatchEvent(new Event("input", { bubbles: true }));
  };
  const kept = new Set();
  const keepDrafts = (root) => {
    for (const form of $$("form[data-keep]", root)) {
      const key = form.dataset.keep;
      kept.add(key);
      const blank = JSON.stringify(typed(form));
      let draft = store.read(key);
      // The form again after it was done: what it says at its top is the result, not a refusal.
      if (draft?.sent && $("[data-flash]") && !form.hasAttribute("data-errors") && !document.body.hasAttribute("data-hold")) { store.drop(key); draft = null; }
      const note = $("[data-saved]", form);
      if (draft && !form.hasAttribute("data-errors") && JSON.stringify(draft.fields) !== blank) {
        restore(form, draft);
        if (note) {
          note.textContent = words.restored + " ";
          const away = document.createElement("button");
          away.type = "button"; away.className = "button quiet slim"; away.textContent = words.discard;
          away.addEventListener("click", () => { store.drop(key); location.reload(); });
          note.append(away);
        }
      }
      let timer;
      const save = () => {
        const now = typed(form);
        if (JSON.stringify(now) === blank && !form.hasAttribute("data-errors")) { store.drop(key); return; }
        if (store.write(key, { fields: now, at: Date.now() }) && note) note.textContent = words.saved;
      };
      form.addEventListener("input", (e) => { if (e.isTrusted) { clearTimeout(timer); timer = setTimeout(save, 400); } });
      form.addEventListener("submit", () => {
        clearTimeout(timer);
        store.write(key, { fields: typed(form), at: Date.now(), sent: true });
      });
    }
  };
  keepDrafts(document);
  // A sent draft is done with once a page arrives that is neither the form again, nor sign-in, nor an error.
  if (!document.body.hasAttribute("data-hold")) {
    for (const key of store.keys()) {
      const draft = store.read(key);
      const old = !draft || Date.now() - draft.at > 30 * 86400e3;
      if (old || (draft.sent && !kept.has(key))) store.drop(key);
    }
  }

  // --- what is typed is kept on the server too, and says who else is writing ---
  for (const form of $$("form[data-autosave]")) {
    const out = $("[data-autosaved]", form);
    const now = () => JSON.stringify(typed(form));
    let sent = now(), timer, busy = false;
    const tell = async (what) => {
      if (busy) return;
      busy = true;
      try {
        const answer = what
          ? await fetch(form.dataset.autosave, { method: "POST", body: new URLSearchParams(new FormData(form)) })
          : await fetch(form.dataset.autosave);
        if (!answer.ok) throw new Error();
        out.textContent = (await answer.json()).said;
        if (what) sent = what;
      } catch { out.textContent = words.unsent; }
      busy = false;
      clearTimeout(timer);
      if (now() !== sent) timer = setTimeout(() => tell(now()), 3000);
    };
    form.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(() => { if (now() !== sent) tell(now()); }, 1000); });
    setInterval(() => { if (!document.hidden && now() === sent) tell(); }, 15000);
    tell();
  }

  // --- keys: Ctrl+Enter sends, Enter moves on, / searches ---
  document.addEventListener("keydown", (e) => {
    if (e.isComposing || e.keyCode === 229) return; // an input method is still choosing characters
    const el = e.target;
    const writing = el.matches?.("input, textarea, select, [contenteditable]");
    if (e.key === "Enter" && (e.ctrlKey || e.metaKey) && el.form) {
      e.preventDefault();
      el.form.requestSubmit();
    } else if (e.key === "Enter" && el.matches?.("form.form input:not([type=checkbox]):not([type=radio]):not([type=submit]):not([type=file])")) {
      const all = [...el.form.elements].filter((x) => x.offsetParent && !x.disabled && x.type !== "hidden" && x.tagName !== "FIELDSET");
      const next = all[all.indexOf(el) + 1];
      if (next && next.type !== "submit") { e.preventDefault(); next.focus(); }
    } else if (e.key === "/" && !writing && !e.ctrlKey && !e.metaKey && !e.altKey) {
      const find = $("input[type=search]");
      if (find) { e.preventDefault(); find.focus(); find.select(); }
    } else if (e.key === "Escape") {
      for (const menu of $$("details.menu[open]")) { menu.open = false; $("summary", menu).focus(); }
    }
  });
  document.addEventListener("click", (e) => {
    for (const menu of $$("details.menu[open]")) if (!menu.contains(e.target)) menu.open = false;
  });

  // --- one send per click; the button comes back when the page does ---
  document.addEventListener("submit", (e) => {
    const form = e.target;
    if (form.method !== "post" || e.defaultPrevented) return;
    if (form.dataset.busy) { e.preventDefault(); return; }
    form.dataset.busy = "1";
    setTimeout(() => { delete form.dataset.busy; }, 8000);
  });
  addEventListener("pageshow", () => { for (const f of $$("form[data-busy]")) delete f.dataset.busy; });

  const dress = (root) => {
    // --- characters typed against characters allowed ---
    for (const area of $$("[data-count]", root)) {
      const out = document.getElementById(area.dataset.count);
      const most = Number(area.dataset.most);
      const show = () => {
        const n = [...area.value.trim().replace(/\r\n/g, "\n")].length;
        out.textContent = most ? `${n} / ${most}` : String(n);
        out.classList.toggle("over", most > 0 && n > most);
      };
      area.addEventListener("input", show);
      show();
    }
    for (const input of $$("input[data-only]", root)) input.addEventListener("input", () => input.setCustomValidity(""));

    // --- picking people and units: by any part of the name or by its initials ---
    for (const pick of $$("[data-pick]", root)) {
      const box = $("[data-pick-find]", pick);
      const none = $("[data-pick-none]", pick);
      const chosen = $("[data-pick-chosen]", pick);
      const items = $$("label", pick);
      box.hidden = false;
      const input = $("input", box);
      const filter = () => {
        const q = input.value.trim().toLowerCase();
        let shown = 0;
        for (const item of items) {
          const hit = !q || item.textContent.toLowerCase().includes(q) || (item.dataset.initials || "").split(" ").some((i) => i.startsWith(q));
          item.hidden = !hit;
          shown += hit ? 1 : 0;
        }
        none.hidden = shown > 0;
      };
      const list = () => {
        chosen.replaceChildren(...items.filter((i) => $("input", i).checked).map((i) => {
          const tag = document.createElement("span");
          tag.className = "tag"; tag.textContent = i.dataset.name;
          return tag;
        }));
      };
      input.addEventListener("input", (e) => { e.stopPropagation(); filter(); });
      input.addEventListener("keydown", (e) => {
        if (e.key !== "Enter" || e.ctrlKey || e.metaKey || e.isComposing) return;
        e.preventDefault(); e.stopPropagation();
        const first = items.find((i) => !i.hidden);
        if (first && input.value.trim()) { $("input", first).click(); input.value = ""; filter(); }
      });
      // A column copied from a spreadsheet: every name that is here is ticked, the others are told.
      input.addEventListener("paste", (e) => {
        const cells = e.clipboardData.getData("text").split(/[\r\n\t]+/).map((c) => c.trim()).filter(Boolean);
        if (cells.length < 2 || !items.some((i) => $("input", i).type === "checkbox")) return;
        e.preventDefault();
        const left = [];
        for (const cell of cells) {
          const item = items.find((i) => i.dataset.name === cell);
          if (item) $("input", item).checked = true; else left.push(cell);
        }
        const told = $("[data-pick-left]", pick);
        told.textContent = left.length ? told.dataset.pickLeft.replace("#", left.join("、")) : "";
        pick.dispatchEvent(new Event("change", { bubbles: true }));
      });
      pick.addEventListener("change", list);
      pick.addEventListener("input", list);
      list();
    }

    // --- tables: select all, copy so that it fits into Excel or WPS ---
    for (const all of $$("[data-all]", root)) {
      const boxes = () => $$(`input[type=checkbox][name="${all.dataset.all}"]`, all.closest("form"));
      all.closest("label, th, td, span").hidden = false;
      all.addEventListener("change", () => { for (const b of boxes()) b.checked = all.checked; tally(); });
      const out = $("[data-tally]", all.closest("form"));
      const tally = () => {
        const n = boxes().filter((b) => b.checked).length;
        all.checked = n > 0 && n === boxes().length;
        all.indeterminate = n > 0 && n < boxes().length;
        if (out) out.textContent = out.dataset.tally.replace("#", n);
      };
      all.closest("form").addEventListener("change", tally);
      tally();
    }
    for (const button of $$("[data-copy]", root)) {
      if (!navigator.clipboard) continue;
      button.hidden = false;
      button.addEventListener("click", async () => {
        const table = document.getElementById(button.dataset.copy);
        const rows = $$("tr", table).map((tr) => [...tr.children].filter((c) => !c.classList.contains("pickcell"))
          .map((c) => (c.dataset.v ?? c.innerText).trim().replace(/\s*[\t\r\n]+\s*/g, " ")).join("\t"));
        await navigator.clipboard.writeText(rows.join("\r\n"));
        const was = button.textContent;
        button.textContent = words.copied;
        setTimeout(() => { button.textContent = was; }, 2000);
      });
    }
    for (const button of $$("[data-copy-text]", root)) {
      if (!navigator.clipboard) continue;
      button.hidden = false;
      button.addEventListener("click", async () => {
        await navigator.clipboard.writeText(document.getElementById(button.dataset.copyText).textContent);
        button.textContent = button.dataset.done;
      });
    }
    for (const el of $$("[data-print]", root)) { el.hidden = false; el.addEventListener("click", () => print()); }
    for (const el of $$("select[data-go]", root)) el.addEventListener("change", () => el.form.requestSubmit());
  };
  dress(document);

  // --- a link with data-dialog opens its page's form in a dialog; without this script it is a page ---
  document.addEventListener("click", async (e) => {
    const link = e.target.closest?.("a[data-dialog]");
    if (!link || e.ctrlKey || e.metaKey || e.shiftKey) return;
    e.preventDefault();
    try {
      const answer = await fetch(link.href, { headers: { Accept: "text/html" } });
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const part = $("[data-dialog-part]", page);
      if (!answer.ok || !part) { location.href = link.href; return; }
      const dialog = document.createElement("dialog");
      const title = $("h1, h2", part);
      if (title) { title.id ||= "dialog-title"; dialog.setAttribute("aria-labelledby", title.id); }
      dialog.append(document.importNode(part, true));
      for (const cancel of $$("[data-cancel]", dialog)) cancel.addEventListener("click", (c) => { c.preventDefault(); dialog.close(); });
      dialog.addEventListener("close", () => { dialog.remove(); link.focus(); });
      document.body.append(dialog);
      dialog.showModal();
    } catch { location.href = link.href; }
  });

  // --- live: the bell counts by itself, and a page says when what it shows has changed ---
  const bell = $("[data-bell]");
  const wall = words.live === "wall";
  if (bell && "EventSource" in window && (!words.stream || wall)) {
    const about = words.live ? "?about=" + encodeURIComponent(words.live) : "";
    const source = new EventSource("/live" + about);
    source.addEventListener("unread", (e) => {
      const n = Number(e.data) || 0;
      bell.hidden = n === 0;
      bell.textContent = n > 99 ? "99+" : String(n);
    });
    // A page that follows draws itself anew where nothing was begun on it; others say that something changed.
    source.addEventListener("changed", async () => {
      try { if ("follow" in words && !begun() && !reading() && await redraw()) return; } catch { /* the network is away: it is said */ }
      const bar = $("[data-changed]");
      if (bar) bar.hidden = false;
    });
    // A page on a wall draws itself anew, without a flicker.
    source.addEventListener("written", () => { redraw().catch(() => { /* what stands stays until the network is back */ }); });
    addEventListener("pagehide", () => source.close());
  }
  // The ballots' script draws through this one, which asks first whether something was begun.
  addEventListener("huiying:draw", (e) => { e.preventDefault(); e.detail(begun() ? Promise.resolve(false) : redraw()); });

  // --- a long job moves by itself: its page is looked at again until it has become another ---
  if ($("progress[id^=job-]")) {
    const look = setInterval(async () => {
      try {
        const answer = await fetch(location.href);
        if (answer.redirected) { clearInterval(look); location.href = answer.url; return; }
        const then = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("progress[id^=job-]");
        const bar = $("progress[id^=job-]");
        if (!answer.ok || !then || !bar) { clearInterval(look); location.reload(); return; }
        bar.closest("section, .panel").replaceWith(then.closest("section, .panel"));
      } catch { /* the network is away: the next look tells */ }
    }, 1000);
  }

  // --- trying the API from its own page ---
  for (const form of $$("form[data-try]")) {
    $("[data-try-send]", form).hidden = false;
    form.addEventListener("submit", async (e) => {
      e.preventDefault();
      const data = new FormData(form);
      let path = form.dataset.try;
      const query = new URLSearchParams();
      for (const el of form.elements) {
        if (!el.name || !el.value) continue;
        if (el.dataset.in === "path") path = path.replace(`{${el.name}}`, encodeURIComponent(el.value));
        if (el.dataset.in === "query") query.append(el.name, el.value);
      }
      const headers = { Accept: "application/json", "X-CSRF-Token": form.dataset.csrf };
      for (const el of form.elements) if (el.dataset.in === "header" && el.value) headers[el.name] = el.value;
      const body = data.get("_body");
      if (body) headers["Content-Type"] = "application/json";
      const out = $("pre", form);
      out.hidden = false;
      try {
        const answer = await fetch(path + (query.size ? "?" + query : ""), { method: form.dataset.verb, headers, body: body || undefined });
        const text = await answer.text();
        let shown = text;
        try { shown = JSON.stringify(JSON.parse(text), null, 2); } catch { /* not JSON: shown as it came */ }
        out.textContent = `${answer.status} ${answer.statusText}\n${shown}`;
      } catch (problem) { out.textContent = String(problem); }
    });
  }
})();
