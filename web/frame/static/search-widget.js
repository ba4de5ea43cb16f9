// <honglinh-search>: the search box of the catalogue on any page. No dependency,
// no cookie, no tracking; it talks only to the public API of the site it came from.

const origin = new URL(import.meta.url).origin;

const words = {
  vi: {
    label: "Tìm trong danh mục", placeholder: "Có dấu hay không dấu đều được", button: "Tìm",
    found: (n) => `${n} gợi ý, dùng phím mũi tên để chọn`, none: "Không có gợi ý",
    busy: "Đang tìm…", error: "Không lấy được gợi ý; bấm Tìm để mở trang kết quả", offline: "Mất kết nối mạng", all: "Xem tất cả kết quả",
  },
  en: {
    label: "Search the catalogue", placeholder: "Vietnamese or English, with or without marks", button: "Search",
    found: (n) => `${n} suggestion${n === 1 ? "" : "s"}, use the arrow keys to choose`, none: "No suggestions",
    busy: "Searching…", error: "Suggestions are not available; press Search to open the results", offline: "You are offline", all: "See all results",
  },
};

let made = 0;

// combobox makes an input an ARIA combobox over a list that it fills from
// o.url(text); o.choose gets the item. It returns a function that undoes it.
export function combobox(input, list, status, o) {
  const say = words[o.lang] || words.vi;
  const id = `hl-${++made}`;
  let items = [], at = -1, timer = 0, request = null, typed = "";
  const set = (el, pairs) => { for (const [k, v] of Object.entries(pairs)) el.setAttribute(k, v); };
  set(input, { role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": id, autocomplete: "off" });
  set(list, { id, role: "listbox", "aria-label": say.label });
  set(status, { role: "status", "aria-live": "polite" });
  list.hidden = true;

  const close = () => {
    list.hidden = true;
    at = -1;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  };
  const mark = (to) => {
    at = to;
    [...list.children].forEach((li, i) => li.setAttribute("aria-selected", String(i === at)));
    const li = list.children[at];
    if (!li) return input.removeAttribute("aria-activedescendant");
    input.setAttribute("aria-activedescendant", li.id);
    li.scrollIntoView({ block: "nearest" });
  };
  const show = (found) => {
    items = found;
    list.replaceChildren(...items.map((item, i) => {
      const li = document.createElement("li");
      set(li, { id: `${id}-${i}`, role: "option", "aria-selected": "false" });
      const text = document.createElement("span");
      text.textContent = item.text;
      if (item.lang) text.lang = item.lang;
      li.append(text);
      if (item.note) {
        const note = document.createElement("small");
        note.textContent = item.note;
        li.append(note);
      }
      li.addEventListener("pointerdown", (e) => e.preventDefault());
      li.addEventListener("click", () => pick(i));
      return li;
    }));
    at = -1;
    input.removeAttribute("aria-activedescendant");
    list.hidden = items.length === 0;
    input.setAttribute("aria-expanded", String(items.length > 0));
    status.textContent = items.length ? say.found(items.length) : say.none;
    o.state?.(items.length ? "found" : "empty");
  };
  const fail = () => {
    close();
    items = [];
    status.textContent = navigator.onLine === false ? say.offline : say.error;
    o.state?.(navigator.onLine === false ? "offline" : "error");
  };
  const ask = async (text) => {
    request?.abort();
    request = new AbortController();
    const mine = request;
    const slow = setTimeout(() => { status.textContent = say.busy; o.state?.("loading"); }, 300);
    try {
      const answer = await fetch(o.url(text), { signal: mine.signal, credentials: "omit", headers: { Accept: "application/json" } });
      if (!answer.ok) throw new Error(answer.status);
      const body = await answer.json();
      if (!mine.signal.aborted) show((o.read || ((b) => b.items))(body).slice(0, 20));
    } catch (err) {
      if (err.name !== "AbortError" && !mine.signal.aborted) fail();
    } finally {
      clearTimeout(slow);
    }
  };
  const pick = (i) => {
    const item = items[i];
    close();
    if (item) o.choose(item);
  };
  const stop = () => { clearTimeout(timer); request?.abort(); };

  const onInput = () => {
    typed = input.value.trim();
    stop();
    if (!typed) { close(); items = []; status.textContent = ""; o.state?.("idle"); return; }
    timer = setTimeout(() => ask(typed), 150);
  };
  const onKey = (e) => {
    if (e.isComposing) return; // a Vietnamese input method is still at work
    const open = !list.hidden, last = items.length - 1;
    switch (e.key) {
      case "ArrowDown":
        if (!open && items.length) { list.hidden = false; input.setAttribute("aria-expanded", "true"); }
        if (items.length) mark(at >= last ? 0 : at + 1);
        else if (input.value.trim()) ask(input.value.trim());
        break;
      case "ArrowUp": if (!items.length) return; if (!open) { list.hidden = false; input.setAttribute("aria-expanded", "true"); } mark(at <= 0 ? last : at - 1); break;
      case "Home": if (!open || at < 0) return; mark(0); break;
      case "End": if (!open || at < 0) return; mark(last); break;
      case "Escape": if (open) close(); else if (input.value) { input.value = ""; onInput(); } else return; break;
      case "Enter": if (!open || at < 0) { stop(); close(); return; } pick(at); break;
      case "Tab": close(); return;
      default: return;
    }
    e.preventDefault();
  };
  input.addEventListener("input", onInput);
  input.addEventListener("keydown", onKey);
  input.addEventListener("blur", close);
  return () => {
    stop();
    input.removeEventListener("input", onInput);
    input.removeEventListener("keydown", onKey);
    input.removeEventListener("blur", close);
  };
}

const css = `
:host{--p:var(--honglinh-primary,#0B5D4E);--t:var(--honglinh-text,#1A211E);--m:var(--honglinh-muted,#55605A);--g:var(--honglinh-ground,#fff);--l:var(--honglinh-line,#7D877F);--r:var(--honglinh-radius,6px);--on:#fff;display:block;font:16px/1.5 var(--honglinh-font,inherit);color:var(--honglinh-text,inherit);text-align:start}
@supports (color:light-dark(#000,#fff)){:host{--p:var(--honglinh-primary,light-dark(#0B5D4E,#74D4BB));--t:var(--honglinh-text,light-dark(#1A211E,#E8EEEA));--m:var(--honglinh-muted,light-dark(#55605A,#A9B5AF));--g:var(--honglinh-ground,light-dark(#fff,#19211E));--l:var(--honglinh-line,light-dark(#7D877F,#7A8A82));--on:light-dark(#fff,#101614)}}
:host([theme=light]){color-scheme:light}:host([theme=dark]){color-scheme:dark}
:host([hidden]){display:none}
form{margin:0}label{display:block;font-weight:600;margin-bottom:4px}
.f{position:relative;display:flex}
input{flex:1;min-width:0;min-height:44px;box-sizing:border-box;padding:8px 12px;font:inherit;color:var(--t);background:var(--g);border:1px solid var(--l);border-inline-end:0;border-radius:var(--r) 0 0 var(--r)}
input::placeholder{color:var(--m);opacity:1}
button{min-height:44px;padding:8px 16px;font:inherit;font-weight:600;color:var(--on);background:var(--p);border:1px solid var(--p);border-radius:0 var(--r) var(--r) 0;cursor:pointer}
:focus-visible{outline:3px solid var(--p);outline-offset:2px;z-index:1}
ul{position:absolute;z-index:10;inset:100% 0 auto;margin:4px 0 0;padding:4px 0;max-height:20em;overflow:auto;list-style:none;color:var(--t);background:var(--g);border:1px solid var(--l);border-radius:var(--r);box-shadow:0 6px 20px #0003}
ul[hidden]{display:none}
li{min-height:44px;box-sizing:border-box;padding:9px 12px;cursor:pointer;overflow-wrap:anywhere}
li[aria-selected=true],li:hover{background:var(--p);color:var(--on)}
small{display:block;font-size:14px;color:var(--m)}li[aria-selected=true] small,li:hover small{color:inherit}
.s{margin:4px 0 0;min-height:1.5em;font-size:14px}
:host([data-state=found]) .s,:host([data-state=idle]) .s{position:absolute;width:1px;height:1px;min-height:0;overflow:hidden;clip-path:inset(50%)}
@media (forced-colors:active){li[aria-selected=true]{forced-color-adjust:none;background:Highlight;color:HighlightText}}`;

export const kinds = /*kinds.labels*/{};

class HonglinhSearch extends HTMLElement {
  static observedAttributes = ["lang", "kind", "place", "topic", "limit", "placeholder", "label"];

  connectedCallback() { this.#draw(); }
  disconnectedCallback() { this.#undo?.(); this.#undo = null; }
  attributeChangedCallback(name, old, now) { if (this.isConnected && old !== now && this.shadowRoot) this.#draw(); }

  #undo = null;

  get #lang() {
    const l = (this.getAttribute("lang") || document.documentElement.lang || "vi").toLowerCase();
    return l.startsWith("en") ? "en" : "vi";
  }
  #query(text) {
    const q = new URLSearchParams({ q: text });
    for (const name of ["kind", "place", "topic"]) {
      const v = this.getAttribute(name);
      if (v) q.set(name, v);
    }
    return q;
  }
  #page(text) { return `${origin}/${this.#lang}/search?${this.#query(text)}`; }
  #ask(text) {
    const q = this.#query(text), limit = Number.parseInt(this.getAttribute("limit"), 10);
    q.set("lang", this.#lang);
    q.set("limit", String(Math.min(20, Math.max(1, limit || 8))));
    return `${origin}/api/v1/search?${q}`;
  }
  #read(body) {
    const lang = this.#lang, other = lang === "vi" ? "en" : "vi", names = kinds[lang];
    const items = body.items.map(({ record: r, answer: a, figures: f }) => ({
      text: r.title[lang] || r.title[other], lang: r.title[lang] ? "" : other, href: `${origin}/${lang}/${r.id}`,
      note: [names[r.kind], ...(a || f ? [a || f[0]].map((v) => `${v.value.toLocaleString(lang)} ${v.unit}, ${v.place.name[lang] || v.place.name[other]}, ${v.period}`) : [r.places?.[0]?.name?.[lang]])].filter(Boolean).join(" · "),
    }));
    if (body.total > items.length) items.push({ text: `${words[lang].all} (${body.total.toLocaleString(lang)})`, href: null });
    return items;
  }
  #draw() {
    this.#undo?.();
    const lang = this.#lang, say = words[lang];
    const root = this.shadowRoot || this.attachShadow({ mode: "open", delegatesFocus: true });
    if (!root.adoptedStyleSheets.length) {
      const sheet = new CSSStyleSheet();
      sheet.replaceSync(css);
      root.adoptedStyleSheets = [sheet];
    }
    const make = (tag, props) => Object.assign(document.createElement(tag), props);
    const before = root.querySelector("input")?.value || "";
    const form = make("form", { lang, action: `${origin}/${lang}/search` });
    form.setAttribute("role", "search");
    const field = make("div", { className: "f" });
    const input = make("input", { id: "q", name: "q", type: "search", value: before, maxLength: 1000, spellcheck: false, enterKeyHint: "search", placeholder: this.getAttribute("placeholder") ?? say.placeholder });
    const list = make("ul", {}), status = make("p", { className: "s" });
    field.append(input, make("button", { type: "submit", textContent: say.button }), list);
    form.append(make("label", { htmlFor: "q", textContent: this.getAttribute("label") || say.label }), field, status);
    root.replaceChildren(form);
    this.dataset.state = "idle";
    const go = (href) => {
      if (this.dispatchEvent(new CustomEvent("honglinh-choose", { detail: { href }, bubbles: true, composed: true, cancelable: true }))) location.assign(href);
    };
    form.addEventListener("submit", (e) => { e.preventDefault(); go(this.#page(input.value.trim())); });
    this.#undo = combobox(input, list, status, {
      lang, url: (t) => this.#ask(t), read: (b) => this.#read(b),
      choose: (item) => go(item.href || this.#page(input.value.trim())), state: (s) => { this.dataset.state = s; },
    });
  }
}

if (!customElements.get("honglinh-search")) customElements.define("honglinh-search", HonglinhSearch);
