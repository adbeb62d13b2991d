// What somebody types into a form with a draft is kept in this browser at once and by the house two seconds later; what
// the house has is taken out of the browser again. So a session that ends, a line that breaks or a page that is left
// loses nothing, and the line under the form says truly where the words are. Everything is kept for one person: pages
// that another person opens in this browser throw it away.

const LEAD = "gt-draft:";
const PAUSE = 2000;
const AGAIN = 15000;
const A_MONTH = 30 * 24 * 60 * 60 * 1000;
const LARGEST_ON_LEAVING = 60000; // browsers send no more than 64 kB from a page that is being left
const UNSENT = new Set(["csrfmiddlewaretoken", "form_key"]);
const SIGNED_OUT = "signed out";
const person = document.body.dataset.person || "";

export function keepDrafts() {
  if (!person) return;
  throwAwayOthers();
  document.querySelectorAll("[data-draft-url]").forEach(keepDraft);
  document.querySelectorAll("form[action*='/drafts/discard/']").forEach((form) => {
    form.addEventListener("submit", () => store(nameOf(addressIn(form.action)), null));
  });
  forgetWhatWasSaved();
}

const nameOf = (address) => `${LEAD}${person}:${address}`;
const addressIn = (url) => new URL(url, location).searchParams.get("address");

function stored(name) {
  try {
    return JSON.parse(localStorage.getItem(name));
  } catch {
    return null;
  }
}

// Whether it was kept; a browser may refuse. Nothing (null) takes it away.
function store(name, entry) {
  try {
    if (entry) localStorage.setItem(name, JSON.stringify(entry));
    else localStorage.removeItem(name);
    return true;
  } catch {
    return false;
  }
}

function names() {
  try {
    return Object.keys(localStorage).filter((name) => name.startsWith(LEAD));
  } catch {
    return [];
  }
}

function throwAwayOthers() {
  for (const name of names()) {
    const old = Date.now() - (stored(name)?.at ?? 0) > A_MONTH;
    if (old || !name.startsWith(`${LEAD}${person}:`)) store(name, null);
  }
}

// Who is signed in now, a fresh token, and which of these forms have done their work.
async function ask(keys = []) {
  const answer = await fetch(`/drafts/state/?${new URLSearchParams(keys.map((key) => ["key", key]))}`);
  if (!answer.ok) throw new Error(answer.status);
  return answer.json();
}

// Forms that were sent: the next page asks whether their work was done, and only then forgets the words.
async function forgetWhatWasSaved() {
  const sent = names().filter((name) => stored(name)?.sent);
  if (!sent.length) return;
  try {
    const { done } = await ask(sent.map((name) => stored(name).sent));
    sent.filter((name) => done.includes(stored(name)?.sent)).forEach((name) => store(name, null));
  } catch {
    // The next page asks again.
  }
}

async function keepDraft(form) {
  const url = form.dataset.draftUrl;
  const name = nameOf(addressIn(url));
  const line = form.querySelector("[data-draft-said]");
  const ahead = Date.parse(form.dataset.draftNow) - Date.now() || 0; // the house's clock counts, not the browser's
  let number = 0; // of changes
  let kept = 0; // the last change that the house has
  let sent = false;
  let waiting;

  const say = (words, link) => {
    if (sent || !line) return;
    line.textContent = words;
    if (link) line.append(" ", link);
  };
  const fields = () =>
    [...new FormData(form)].filter(([field, value]) => typeof value === "string" && !UNSENT.has(field));
  const remember = () => store(name, { at: Date.now() + ahead, fields: fields(), sent: sent ? form.elements.form_key.value : "" });
  const later = (pause) => {
    clearTimeout(waiting);
    waiting = setTimeout(keep, pause);
  };

  async function post(leaving) {
    const body = new URLSearchParams(fields());
    return fetch(`${url}&of=${encodeURIComponent(person)}`, {
      method: "POST",
      body,
      redirect: "manual",
      keepalive: leaving && body.toString().length < LARGEST_ON_LEAVING,
      headers: { "X-CSRFToken": form.elements.csrfmiddlewaretoken.value, "X-Requested-With": "fetch" },
    });
  }

  async function keep(leaving = false) {
    const change = number;
    try {
      const answer = await post(leaving);
      if ([401, 403, 409].includes(answer.status)) throw new Error(SIGNED_OUT);
      const { kept_at: at, refused } = await answer.json();
      if (!at) return saysNo(refused);
      kept = Math.max(kept, change);
      if (kept === number && !sent) store(name, null);
      say(`Draft kept at ${clock.format(new Date(at))}`);
    } catch (fault) {
      if (fault.message === SIGNED_OUT) await signedOut();
      else notReached();
    }
  }

  function saysNo(refused) {
    say(remember() ? `${refused} Until then this browser keeps it.` : refused);
  }

  function notReached() {
    say(
      remember()
        ? "The house cannot be reached just now. What you typed is kept in this browser until it can."
        : "The draft could not be kept: copy what you typed before you leave this page.",
    );
    later(AGAIN);
  }

  // The session has ended, or the token is from before somebody signed in again in another window.
  async function signedOut() {
    try {
      const state = await ask();
      if (state.person === person) {
        form.elements.csrfmiddlewaretoken.value = state.token;
        return later(PAUSE);
      }
      if (state.person) return say("Somebody else has signed in in this browser. Copy what you typed: it can no longer be kept here.");
    } catch {
      return notReached();
    }
    const link = document.createElement("a");
    link.className = "govuk-link";
    link.href = `/account/login/?${new URLSearchParams({ next: addressIn(url) })}`;
    link.target = "_blank";
    link.textContent = "Sign in in a new window";
    say(
      remember()
        ? "You are signed out. What you typed is kept in this browser, and is put back here once you have signed in again."
        : "You are signed out, and this browser keeps nothing. Copy what you typed before you leave this page.",
      link,
    );
  }

  function leave() {
    if (kept === number || sent) return;
    clearTimeout(waiting);
    remember();
    keep(true);
  }

  form.addEventListener("input", () => {
    number += 1;
    remember();
    later(PAUSE);
  });
  form.addEventListener("submit", () => {
    sent = true;
    clearTimeout(waiting);
    remember(); // until the next page knows that it was saved
  });
  window.addEventListener("pagehide", leave);
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") leave();
    else if (kept !== number && !sent) keep(); // perhaps somebody has signed in again meanwhile
  });

  const entry = stored(name);
  if (!entry) return;
  if (entry.sent) {
    const { done } = await ask([entry.sent]).catch(() => ({ done: [] }));
    if (done.includes(entry.sent)) return store(name, null);
  }
  const same = JSON.stringify(entry.fields) === JSON.stringify(fields());
  const newer = Date.parse(form.dataset.draftKeptAt) > entry.at; // typed on elsewhere
  if (same || newer) return store(name, null);
  putBack(form, entry.fields);
  say("What you typed here before has been put back");
}

const clock = new Intl.DateTimeFormat("en-GB", { timeZone: "Europe/London", hour: "2-digit", minute: "2-digit" });

function putBack(form, fields) {
  const values = new Map();
  fields.forEach(([field, value]) => values.set(field, [...(values.get(field) ?? []), value]));
  for (const control of form.elements) {
    if (!control.name || UNSENT.has(control.name) || control.type === "file") continue;
    const mine = values.get(control.name) ?? [];
    if (control.type === "checkbox" || control.type === "radio") control.checked = mine.includes(control.value);
    else if (control.multiple) [...control.options].forEach((option) => (option.selected = mine.includes(option.value)));
    else if (mine.length) control.value = mine.shift();
  }
  form.dispatchEvent(new Event("input", { bubbles: true }));
}
