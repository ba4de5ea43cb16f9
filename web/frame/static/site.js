// Improves pages that work without it: suggestions while typing, print, copy.
import { combobox, kinds } from "./search-widget.js";

const lang = document.documentElement.lang === "en" ? "en" : "vi";
const others = { vi: { concept: "Khái niệm", code: "Số hiệu" }, en: { concept: "Concept", code: "Number" } };
const noted = (item) => ({ ...item, note: kinds[lang][item.kind] || others[lang][item.kind] || "" });

for (const input of document.querySelectorAll("input[data-suggest]")) {
  const list = document.createElement("ul");
  list.className = "suggestions";
  input.closest(".field").append(list);
  const status = document.createElement("p");
  status.className = "visually-hidden";
  input.closest("form").append(status);
  combobox(input, list, status, {
    lang,
    url: (text) => `${input.dataset.suggest}?${new URLSearchParams({ q: text, lang, limit: "8" })}`,
    read: (body) => body.items.map(noted),
    choose: (item) => {
      if (item.id) location.href = `/${lang}/${item.id}`;
      else {
        input.value = item.text;
        input.form.requestSubmit();
      }
    },
  });
}

for (const button of document.querySelectorAll("[data-print]")) {
  button.addEventListener("click", () => print());
}

// An address that names a row opens it.
const named = location.hash && document.getElementById(location.hash.slice(1));
if (named instanceof HTMLDetailsElement) named.open = true;

for (const button of document.querySelectorAll("[data-copy]")) {
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(document.getElementById(button.dataset.copy).textContent);
    button.textContent = button.dataset.done;
  });
}
document.documentElement.classList.add("js");

// The shortlist: chosen records stay in this browser, and a bar leads to them.
const chosen = () => { try { return JSON.parse(localStorage.getItem("shortlist") || "[]").filter((id) => /^[a-z]+\/[a-z0-9-]+$/.test(id)).slice(0, 20); } catch { return []; } };
const keep = (ids) => { try { localStorage.setItem("shortlist", JSON.stringify(ids)); } catch { /* a browser that keeps nothing has the address */ } showChosen(); };
const said = { vi: { add: "Thêm vào danh sách", added: "Đã có trong danh sách", open: "Danh sách đã chọn", full: "Danh sách đã đủ 20" }, en: { add: "Add to shortlist", added: "In your shortlist", open: "Your shortlist", full: "The shortlist is full (20)" } }[lang];
const bar = document.createElement("nav");
bar.className = "shortbar";
bar.setAttribute("aria-label", said.open);
document.querySelector("main")?.after(bar);
function showChosen() {
  const ids = chosen();
  bar.hidden = ids.length === 0;
  const link = document.createElement("a");
  link.href = `/${lang}/shortlist?ids=${ids.join(",")}`;
  link.textContent = `${said.open} (${ids.length})`;
  bar.replaceChildren(link);
  for (const a of document.querySelectorAll("a[data-list]")) {
    const on = ids.includes(a.dataset.list);
    a.setAttribute("role", "button");
    a.setAttribute("aria-pressed", String(on));
    a.textContent = on ? said.added : ids.length >= 20 ? said.full : said.add;
  }
}
document.addEventListener("click", (e) => {
  const a = e.target.closest?.("a[data-list],a[data-unlist],a[data-own]");
  if (!a || e.metaKey || e.ctrlKey || e.shiftKey) return;
  const ids = chosen(), id = a.dataset.list;
  if (a.dataset.own) a.href = `${a.dataset.own}?ids=${ids.join(",")}`;
  else if (a.dataset.unlist) keep(ids.filter((one) => one !== a.dataset.unlist));
  else {
    keep(ids.includes(id) ? ids.filter((one) => one !== id) : [...ids, id].slice(0, 20));
    if (!a.closest(".addmore")) e.preventDefault();
  }
});
document.addEventListener("keydown", (e) => { if (e.key === " " && e.target.matches?.("a[data-list]")) { e.preventDefault(); e.target.click(); } });
showChosen();

// A rating stays on the page.
for (const form of document.querySelectorAll("form.useful")) {
  form.addEventListener("submit", async (e) => {
    e.preventDefault();
    const body = JSON.stringify({ page: form.elements.page.value, useful: e.submitter?.value === "yes" });
    const headers = { "Content-Type": "application/json" };
    const answer = await fetch(`/api/v1/ratings?lang=${lang}`, { method: "POST", headers, body }).catch(() => null);
    const said = document.createElement("p");
    said.setAttribute("role", "status");
    said.textContent = answer?.ok ? { vi: "Cảm ơn bạn.", en: "Thank you." }[lang] : { vi: "Chưa gửi được; hãy thử lại sau.", en: "That could not be sent; try again later." }[lang];
    form.replaceChildren(said);
  });
}

// A form works for its proof while it is filled in, so that who has scripts may send more.
for (const form of document.querySelectorAll("form[data-proof]")) {
  form.addEventListener("input", async () => {
    const bits = Number(form.dataset.proof), token = form.elements.token.value, text = new TextEncoder();
    for (let n = 0; n < 1 << (bits + 4); n++) {
      const sum = new DataView(await crypto.subtle.digest("SHA-256", text.encode(`${token}.${n}`)));
      if (Math.clz32(sum.getUint32(0)) < bits) continue;
      const proof = document.createElement("input");
      Object.assign(proof, { type: "hidden", name: "proof", value: String(n) });
      return form.append(proof);
    }
  }, { once: true });
}

// A comparison takes at most six.
for (const form of document.querySelectorAll("form:has(input[type=checkbox][name=id])")) {
  const kept = form.querySelectorAll("input[type=hidden][name=id]").length;
  form.addEventListener("change", () => {
    const boxes = [...form.querySelectorAll("input[type=checkbox][name=id]")];
    const full = boxes.filter((b) => b.checked).length + kept >= 6;
    for (const b of boxes) b.disabled = full && !b.checked;
  });
}
