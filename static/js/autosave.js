/* form[data-autosave=URL] is saved as typed. With data-autosave-reload, whose rows may come and go, "take the stored text"
   reads the page again. The words are never lost: until the server has them they are kept
   in this browser under data-autosave-key, also when the session ends in between. What the server must answer:

   200 {"version", "errors": {field: [text]}}   stored; errors are remarks on what was stored
   412 {"version", "current": {field: text}}     somebody else was faster: both texts are shown
   401, or a redirect                            the session ended
   anything else with {"detail"}                 refused */
import { csrfToken, enhance, make, put, sentence, words } from "./page.js";

const QUIET_MS = 1200;
const RETRY_MS = 15000;
const same = (one, other) => JSON.stringify(one) === JSON.stringify(other);

/** What this browser keeps for a form that the server has not got. A full or forbidden storage is no error. */
function keeper(key) {
  const name = `baro:autosave:${key}`;
  const attempt = (work) => {
    try {
      return work();
    } catch {
      return null;
    }
  };
  return {
    keep: (kept) => attempt(() => localStorage.setItem(name, JSON.stringify(kept))),
    forget: () => attempt(() => localStorage.removeItem(name)),
    kept: () => attempt(() => JSON.parse(localStorage.getItem(name))),
  };
}

class Autosave {
  constructor(form) {
    this.form = form;
    this.panel = form.querySelector("[data-autosave-status]");
    this.line = this.panel.querySelector("[data-autosave-line]");
    this.detail = this.panel.querySelector("[data-autosave-detail]");
    this.store = keeper(form.dataset.autosaveKey);
    this.saved = words(form);
    this.sending = false;
    this.timer = 0;
    form.addEventListener("input", (event) => { if (event.isTrusted || !this.restoring) this.typed(); });
    form.addEventListener("change", () => this.typed());
    form.addEventListener("submit", () => {
      this.leaving = true;
      clearTimeout(this.timer);
      this.keep(words(form), true);
    });
    window.addEventListener("pageshow", () => { this.leaving = false; });
    this.restore();
  }

  say(state, key, values) {
    this.panel.dataset.state = state;
    this.line.textContent = sentence(this.panel, key, values);
  }

  keep(kept, submitted = false) {
    this.store.keep({ kept, submitted, version: this.form.dataset.autosaveVersion });
  }

  restore() {
    const { kept, version, submitted } = this.store.kept() ?? {};
    if (!kept) return;
    const arrived = submitted && version !== this.form.dataset.autosaveVersion;
    if (arrived || same(kept, this.saved)) {
      this.store.forget();
      return;
    }
    this.restoring = true;
    put(this.form, kept);
    this.restoring = false;
    if (version === this.form.dataset.autosaveVersion) {
      this.say("trouble", "textRestored");
      return;
    }
    // Somebody saved while these words were away: they must not go over his.
    const current = Object.fromEntries(Object.entries(this.saved).map(([name, values]) => [name, values[0]]));
    this.conflict({ version: this.form.dataset.autosaveVersion, current });
  }

  typed() {
    if (this.conflicted) return;
    const now = words(this.form);
    if (same(now, this.saved)) return;
    this.keep(now);
    this.say("typing", "textTyping");
    this.later(QUIET_MS);
  }

  later(wait) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.send(), wait);
  }

  async send() {
    if (this.sending || this.leaving) return;
    this.sending = true;
    const sent = words(this.form);
    this.say("saving", "textSaving");
    try {
      const body = new URLSearchParams(Object.entries(sent).flatMap(([name, values]) => values.map((value) => [name, value])));
      const answer = await fetch(this.form.dataset.autosave, {
        method: "POST",
        body,
        redirect: "manual",
        headers: {
          Accept: "application/json",
          "If-Match": `"${this.form.dataset.autosaveVersion}"`,
          "X-CSRFToken": csrfToken(this.form),
          "X-Requested-With": "autosave",
        },
      });
      await this.heard(answer, sent);
    } catch {
      this.say("trouble", "textOffline");
      this.later(RETRY_MS);
    } finally {
      this.sending = false;
    }
    if (this.panel.dataset.state === "saved" && !same(words(this.form), this.saved)) this.later(QUIET_MS);
  }

  async heard(answer, sent) {
    const isJson = answer.headers.get("Content-Type")?.includes("json");
    const said = isJson ? await answer.json() : {};
    if (answer.ok && isJson) this.stored(answer, said, sent);
    else if (answer.status === 412) this.conflict(said);
    else if (answer.type === "opaqueredirect" || answer.status === 401 || (!isJson && answer.status === 403)) this.sessionEnded();
    else if (answer.status >= 500) throw new Error(`answer ${answer.status}`);
    else {
      this.say("trouble", "textRefused");
      this.detail.replaceChildren(make("p", said.detail ?? said.title ?? ""));
    }
  }

  stored(answer, said, sent) {
    this.saved = sent;
    this.setVersion(said.version ?? answer.headers.get("ETag")?.replace(/^W\/|"/g, ""));
    if (same(words(this.form), sent)) this.store.forget();
    const time = new Date().toLocaleTimeString("ko-KR", { hour: "2-digit", minute: "2-digit", hour12: false });
    this.say("saved", "textSaved", { time });
    const remarks = Object.entries(said.errors ?? {}).flatMap(([name, texts]) => texts.map((text) => [name, text]));
    this.detail.replaceChildren(...remarks.map(([name, text]) => {
      const line = make("p");
      const link = make("a", text);
      link.href = `#id_${name}`;
      line.append(link);
      return line;
    }));
  }

  setVersion(version) {
    if (version === undefined || version === null) return;
    this.form.dataset.autosaveVersion = version;
    const field = this.form.elements.namedItem("version");
    if (field) field.value = version;
  }

  sessionEnded() {
    this.say("trouble", "textSession");
    const link = make("a", sentence(this.panel, "textSignIn"));
    link.href = window.location.href;
    this.detail.replaceChildren(link);
  }

  conflict(said) {
    const mine = words(this.form);
    const theirs = said.current ?? {};
    this.conflicted = true;
    this.say("trouble", "textConflict");
    const box = make("div", "", "autosave-conflict");
    for (const [name, text] of Object.entries(theirs)) {
      if (String(text) === (mine[name]?.[0] ?? "")) continue;
      const label = this.form.querySelector(`label[for="id_${CSS.escape(name)}"]`)?.firstChild?.textContent ?? name;
      const pair = make("dl");
      pair.append(
        this.version(`${label} – ${sentence(this.panel, "textMine")}`, mine[name]?.[0] ?? ""),
        this.version(`${label} – ${sentence(this.panel, "textTheirs")}`, String(text)),
      );
      box.append(pair);
    }
    const choose = (key, take) => {
      const button = make("button", sentence(this.panel, key), "krds-btn small tertiary");
      button.type = "button";
      button.addEventListener("click", () => this.chosen(said.version, take));
      return button;
    };
    const row = make("div", "", "actions");
    row.append(choose("textKeepMine", null), choose("textKeepTheirs", theirs));
    box.append(row);
    this.detail.replaceChildren(box);
  }

  version(title, text) {
    const group = make("div");
    group.append(make("dt", title), make("dd", text));
    return group;
  }

  chosen(version, theirs) {
    if (theirs && "autosaveReload" in this.form.dataset) {
      this.leaving = true;
      this.store.forget();
      window.location.reload();
      return;
    }
    this.conflicted = false;
    this.setVersion(version);
    this.detail.replaceChildren();
    if (theirs) {
      const kept = words(this.form);
      for (const [name, text] of Object.entries(theirs)) kept[name] = [String(text)];
      put(this.form, kept);
    }
    this.later(0);
    this.form.querySelector("input:not([type=hidden]), textarea, select")?.focus();
  }
}

enhance("form[data-autosave]", (form) => new Autosave(form));
