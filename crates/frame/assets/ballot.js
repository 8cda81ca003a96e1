// Ballots on a member's device, on the clerk's desk and on the screen of the hall.
// Owns: being told by the stream, taking a paper, putting it in until it is acknowledged.
// A paper of a secret ballot stays in this browser, so that a closed tab finds it again; it is wiped when it is put in, when
// the ballot ends, when its holder signs out (huiying.js) and when somebody else opens this page. It is put in without the
// session, and nothing is asked of the server after.
"use strict";
(() => {
  const $ = (s, root = document) => root.querySelector(s);
  const $$ = (s, root = document) => [...root.querySelectorAll(s)];
  const words = document.body.dataset;
  const PREFIX = "huiying:paper:";
  const stores = [() => sessionStorage, () => localStorage];
  // Private mode, or a browser that keeps nothing: the page itself keeps the paper.
  const each = (does) => { for (const store of stores) try { does(store()); } catch { /* kept by the page */ } };
  const mine = () => $("[data-vote]")?.dataset.who ?? "";
  const parsed = (text) => { try { return JSON.parse(text); } catch { return null; } };
  const kept = {
    read(id) {
      let found = null;
      each((store) => { const value = parsed(store.getItem(PREFIX + id)); if (!found && value?.who === mine()) found = value; });
      return found;
    },
    write(id, value) { each((store) => store.setItem(PREFIX + id, JSON.stringify({ ...value, who: mine() }))); },
    drop(id) { delete kept.all[id]; each((store) => store.removeItem(PREFIX + id)); },
    // What another left here, and where no ballot runs for the reader all of it.
    tidy(all) {
      each((store) => {
        for (const key of Object.keys(store).filter((k) => k.startsWith(PREFIX))) {
          if (all || parsed(store.getItem(key))?.who !== mine()) store.removeItem(key);
        }
      });
      if (all) kept.all = {};
    },
    all: {},
  };
  const paperOf = (id) => kept.all[id] ?? kept.read(id);
  const keep = (id, value) => { kept.all[id] = value; kept.write(id, value); };
  const wait = (ms) => new Promise((done) => setTimeout(done, ms));
  const box = () => $("[data-vote]");
  const csrf = () => $("[data-csrf]")?.dataset.csrf ?? "";
  const say = (name, tone = "info") => {
    const out = $("[data-vote-said]");
    if (!out) return;
    out.textContent = name;
    out.className = "vote-said " + tone;
    out.hidden = !name;
  };

  // Sends until somebody answers: a lost connection is tried again, a refusal is final.
  const send = async (href, body, init, lost) => {
    for (let n = 0; ; n++) {
      try {
        const answer = await fetch(href, { method: "POST", body: new URLSearchParams(body), headers: { Accept: "application/json" }, ...init });
        if (answer.status < 500 && answer.status !== 429) {
          const told = await answer.json().catch(() => ({}));
          return { ok: answer.ok, status: answer.status, ...told };
        }
      } catch { /* the network is away */ }
      lost(n);
      await wait(Math.min(4000, 300 * 2 ** Math.min(n, 4)) * (0.5 + Math.random() / 2));
    }
  };

  // --- the paper: taken while papers are dealt, the same one as often as it is asked for ---
  let taking = false;
  const take = async () => {
    const v = box();
    if (!v || v.dataset.secret !== "true" || v.dataset.state !== "dealing" || taking) return;
    const { ballot: id, round } = v.dataset;
    if (paperOf(id)?.round === round) { say(v.dataset.saidHas, "good"); return; }
    taking = true;
    say(v.dataset.saidTaking);
    await wait(Math.random() * Number(v.dataset.spread || 0));
    for (let n = 0; n < 60; n++) {
      const got = await send(`/vote/${id}/paper`, { _csrf: csrf() }, {}, () => say(v.dataset.saidLost, "warn"));
      if (got.ok) {
        keep(id, { round: String(got.round), paper: got.paper });
        say(v.dataset.saidHas, "good");
        break;
      }
      say(got.said ?? v.dataset.saidLost, "warn");
      if (!got.again || box() !== v || v.dataset.state !== "dealing") break;
      await wait(700 + Math.random() * 700);
    }
    taking = false;
  };

  // --- what was chosen ---
  const chosen = () => $$("fieldset[data-line]", box()).map((f) => $("input:checked", f)?.value ?? "");
  const written = () => $$("input[data-name]", box()).map((el) => el.value.trim()).filter(Boolean);
  // One name for each candidate voted against, as long as there are seats: one empty line more than are filled.
  const offer = (yes, no, most) => {
    const part = $("[data-vote-names]", box());
    if (!part) return;
    const filled = written().length;
    const room = Math.max(0, Math.min(no, most - yes));
    part.hidden = room === 0 && filled === 0;
    let empty = 0;
    $$("label", part).forEach((label) => {
      const has = Boolean($("input", label).value.trim());
      label.hidden = !has && (empty > 0 || filled >= room);
      if (!has) empty++;
    });
  };
  const refresh = () => {
    const v = box();
    const form = v && $("form[data-ballot-form]", v);
    if (!form) return;
    const choices = chosen();
    const most = Number(v.dataset.most || 0);
    const yes = choices.filter((c) => c === "yes").length;
    const no = choices.filter((c) => c === "no").length;
    offer(yes, no, most);
    const names = written().length;
    const over = most > 0 && yes + names > most;
    const loose = names > no;
    const left = choices.filter((c) => !c).length;
    const out = $("[data-vote-left]", form);
    if (out) {
      out.textContent = over ? v.dataset.saidOver : loose ? v.dataset.saidAgainst : left ? v.dataset.saidLeft.replace("#", left) : "";
      out.classList.toggle("over", over || loose);
    }
    $("[data-vote-send]", form).disabled = over || loose || left > 0 || v.dataset.state !== "open";
  };
  const done = () => {
    const v = box();
    v.dataset.voted = "true";
    const form = $("form[data-ballot-form]", v);
    if (form) form.hidden = true;
    const got = $("[data-vote-done]", v);
    if (got) { got.hidden = false; got.focus(); }
    say("");
  };
  const confirmed = (v, choices, names) => new Promise((answer) => {
    const dialog = $("[data-vote-confirm]", v);
    const list = $("[data-vote-summary]", dialog);
    list.replaceChildren(...$$("fieldset[data-line]", v).map((f, i) => {
      const row = document.createElement("li");
      const title = document.createElement("span");
      const mark = document.createElement("b");
      title.textContent = f.dataset.line;
      mark.textContent = $(`input[value="${choices[i]}"]`, f).dataset.words;
      mark.className = "choice " + choices[i];
      row.append(title, mark);
      return row;
    }), ...names.map((name) => {
      const row = document.createElement("li");
      const title = document.createElement("span");
      const mark = document.createElement("b");
      title.textContent = name;
      mark.textContent = list.dataset.writeIn;
      mark.className = "choice yes";
      row.append(title, mark);
      return row;
    }));
    dialog.returnValue = "";
    dialog.onclose = () => answer(dialog.returnValue === "yes");
    dialog.showModal();
  });
  // Papers of one length, whatever they say: nobody who sees how much is sent learns from it.
  const even = (body) => ({ ...body, pad: "0".repeat(1023 - (String(new URLSearchParams(body)).length + 5) % 1024) });
  let sending = false;
  document.addEventListener("submit", async (e) => {
    const form = e.target.closest?.("form[data-ballot-form]");
    if (!form) return;
    e.preventDefault();
    delete form.dataset.busy;
    const v = box();
    const choices = chosen();
    const names = written();
    if (sending || choices.includes("") || !(await confirmed(v, choices, names))) return;
    sending = true;
    for (const el of form.elements) if (!el.closest("dialog")) el.disabled = true;
    say(v.dataset.saidSending);
    const id = v.dataset.ballot;
    const secret = v.dataset.secret === "true";
    const lost = () => say(v.dataset.saidLost, "warn");
    const got = secret
      ? await send("/ballot-box", even({ ballot: id, paper: paperOf(id)?.paper ?? "", choices: choices.join(","), names: names.join("\n") }),
        { credentials: "omit", referrerPolicy: "no-referrer", cache: "no-store" }, lost)
      : await send(`/vote/${id}`, { _csrf: csrf(), choices: choices.join(",") }, {}, lost);
    sending = false;
    if (got.ok) {
      if (secret) keep(id, { round: paperOf(id)?.round, voted: true });
      done();
      return;
    }
    say(got.said ?? v.dataset.saidLost, "bad");
    for (const el of form.elements) el.disabled = false;
    refresh();
  });
  for (const when of ["change", "input"]) document.addEventListener(when, (e) => { if (e.target.closest?.("form[data-ballot-form]")) refresh(); });
  document.addEventListener("click", (e) => {
    const answer = e.target.closest?.("[data-vote-answer]");
    if (answer) answer.closest("dialog").close(answer.dataset.voteAnswer);
    const all = e.target.closest?.("[data-vote-rest]");
    if (!all) return;
    for (const f of $$("fieldset[data-line]", box())) if (!$("input:checked", f)) $(`input[value="${all.dataset.voteRest}"]`, f).checked = true;
    refresh();
  });

  // --- the page as it stands ---
  const begin = () => {
    const v = box();
    if (!v) return;
    for (const el of $$("[data-needs-script]", v)) el.hidden = false;
    const { ballot: id, state, secret } = v.dataset;
    if (v.dataset.inPlace === "true") kept.tidy(!id);
    if (!id) return;
    if (state === "closed") { kept.drop(id); return; }
    const held = paperOf(id);
    if (secret === "true" && held?.voted && state === "open") { done(); return; }
    if (secret === "true" && state === "open") {
      const has = held?.round === v.dataset.round && held.paper;
      const form = $("form[data-ballot-form]", v);
      if (form) form.hidden = !has;
      const none = $("[data-vote-none]", v);
      if (none) none.hidden = Boolean(has);
    }
    refresh();
    take();
  };

  // --- drawn anew, without a flicker ---
  let drawing = false, again = false;
  const draw = async (spread = 0) => {
    if (drawing) { again = true; return; }
    drawing = true;
    await wait(Math.random() * spread);
    try {
      // What is typed on the desk is not drawn over: the page says that something changed.
      const drawn = await new Promise((done) => dispatchEvent(new CustomEvent("huiying:draw", { detail: done })));
      if (drawn) begin();
      else { const bar = $("[data-changed]"); if (bar) bar.hidden = false; }
    } catch { again = true; await wait(1500); }
    drawing = false;
    if (again) { again = false; draw(300); }
  };

  const told = (b) => {
    const v = box();
    if (b.state === "closed" || b.state === "void") kept.drop(b.id);
    if (v?.dataset.ballot === b.id) {
      for (const [name, n] of Object.entries({ voted: b.voted, roll: b.roll, handed: b.handed, paper: b.paper })) {
        for (const el of $$(`[data-n="${name}"]`, document)) el.textContent = n;
      }
      for (const bar of $$("[data-n-bar]")) { bar.max = Math.max(1, bar.dataset.nBar === "handed" ? b.roll - b.paper : b.handed + b.paper); bar.value = bar.dataset.nBar === "handed" ? b.handed : b.voted; }
      if (Number(v.dataset.version) >= b.version) return;
      if (b.state === "closed" && b.html && v.dataset.inPlace === "true") {
        v.dataset.state = "closed";
        v.dataset.version = b.version;
        $("[data-vote-body]", v).innerHTML = b.html;
        say("");
        return;
      }
      if (b.state === "open" && v.dataset.state === "dealing" && v.dataset.inPlace === "true") {
        // The paper is here already: nothing is asked of the server between dealing and voting.
        v.dataset.state = "open";
        v.dataset.version = b.version;
        for (const el of $$("[data-when]", v)) el.hidden = el.dataset.when !== "open";
        say("");
        begin();
        return;
      }
      // Whoever has put a secret vote in asks nothing of the server until the ballot is over.
      if (v.dataset.voted === "true" && b.state === "open") return;
      draw(Number(v.dataset.spread || 0));
    } else if (v && (b.state === "dealing" || b.state === "open" || v.dataset.watch === "all")) {
      const busy = v.dataset.state === "open" && v.dataset.voted !== "true" && v.dataset.ballot;
      if (!busy) draw(Number(v.dataset.spread || 0));
    }
  };
  if (words.stream && "EventSource" in window) {
    const source = new EventSource(words.stream);
    source.addEventListener("ballot", (e) => told(JSON.parse(e.data)));
    const line = $("[data-line-lost]");
    source.addEventListener("error", () => { if (line) line.hidden = false; });
    source.addEventListener("open", () => { if (line) line.hidden = true; });
    addEventListener("pagehide", () => source.close());
  }
  begin();
})();
