/* [data-session]: warns before the session ends, and keeps what was typed when it did. Reading the time left is no
   use of the session. Words are kept in this tab alone, for the same user and page, and not what is hidden or secret. */
import { enhance, put, sentence, words } from "./page.js";

const WARN_S = 120;
const UNKEPT = "input[type=hidden], input[type=password], input[type=file], [autocomplete=one-time-code]";
const FORMS = "main form[method=post]:not([data-autosave])";

function typed(form) {
  const kept = words(form);
  form.querySelectorAll(UNKEPT).forEach((field) => delete kept[field.name]);
  return kept;
}

class Session {
  last = false;

  constructor(panel) {
    this.panel = panel;
    this.line = panel.querySelector("[data-session-line]");
    this.stay = panel.querySelector("[data-session-stay]");
    this.again = panel.querySelector("[data-session-again]");
    this.key = `baro:kept:${panel.dataset.user}:${window.location.pathname}`;
    this.stay.addEventListener("submit", (event) => {
      event.preventDefault();
      this.ask("POST");
    });
    document.addEventListener("visibilitychange", () => {
      if (!document.hidden && !this.over && Date.now() > this.ends - WARN_S * 1000) this.ask();
    });
    this.restore();
    this.wait(Number(panel.dataset.secondsLeft));
  }

  wait(left) {
    clearTimeout(this.timer);
    this.ends = Date.now() + left * 1000;
    if (left > WARN_S) {
      if (!this.restored) this.panel.hidden = true;
      this.timer = setTimeout(() => this.ask(), (left - WARN_S) * 1000);
    } else {
      this.warn();
    }
  }

  /** Another tab may have used the session since: the server knows. */
  async ask(method = "GET") {
    try {
      const body = method === "POST" ? new FormData(this.stay) : undefined;
      const answer = await fetch(this.stay.action, { method, body, redirect: "manual", headers: { Accept: "application/json" } });
      if (answer.ok) {
        const { seconds_left: left } = await answer.json();
        this.restored = false;
        this.last = method === "POST" && left <= WARN_S; // the whole time is over: nothing makes it longer
        this.wait(left);
      } else {
        this.end();
      }
    } catch {
      this.timer = setTimeout(() => this.ask(), 15000);
    }
  }

  warn() {
    const left = Math.round((this.ends - Date.now()) / 1000);
    if (left <= 0) {
      this.ask();
      return;
    }
    this.show(this.last ? "textLast" : "textEnding", { seconds: left });
    this.stay.hidden = this.last;
    this.timer = setTimeout(() => this.warn(), Math.min(left, 20) * 1000);
  }

  end() {
    this.over = true;
    const kept = [...document.querySelectorAll(FORMS)].map(typed);
    try {
      sessionStorage.setItem(this.key, JSON.stringify(kept));
    } catch {
      // A full or forbidden storage is no error: the server shows what is sent too late.
    }
    this.show("textEnded");
    this.stay.hidden = true;
    this.again.hidden = false;
  }

  restore() {
    try {
      const kept = JSON.parse(sessionStorage.getItem(this.key));
      sessionStorage.removeItem(this.key);
      if (!kept?.some((one) => Object.values(one).flat().some(Boolean))) return;
      document.querySelectorAll(FORMS).forEach((form, index) => put(form, kept[index] ?? {}));
      this.restored = true;
      this.show("textRestored");
      this.stay.hidden = true;
    } catch {
      // Nothing readable was kept.
    }
  }

  show(key, values) {
    this.line.textContent = sentence(this.panel, key, values);
    this.panel.hidden = false;
  }
}

enhance("[data-session]", (panel) => new Session(panel));
