// What the learner does is kept in this browser until the server has it on disk, and sent again when a connection is
// back. Each act carries an id of its own, so that sending twice counts once. What is kept is sealed: only a page that
// the server drew for the same person brings the key (data-outbox), so the next person here finds noise, and can neither
// read it nor send it as theirs.
const holder = document.querySelector('[data-outbox]');
const place = document.querySelector('[data-lesson]');
const line = document.querySelector('[data-connection]');
const [owner, secret] = (holder?.dataset.outbox ?? '').split('.');
const prefix = `amphi-acts:${owner}:`;
const unsent = new Map();
let sending = null;
let isSignedOut = false;
let retry;

const bytes = (text) => Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
const text = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer)));
const key = secret && crypto.subtle?.importKey('raw', bytes(secret), 'AES-GCM', false, ['encrypt', 'decrypt']);

async function keep(item) {
  try {
    const nonce = crypto.getRandomValues(new Uint8Array(12));
    const sealed = await crypto.subtle.encrypt({ name: 'AES-GCM', iv: nonce }, await key, new TextEncoder().encode(JSON.stringify(item)));
    if (unsent.has(item.id)) localStorage.setItem(prefix + item.id, `${text(nonce)}.${text(sealed)}`);
  } catch {
    // Storage refused: what is done is still sent at once, and again while this page is open.
  }
}

function forget(item) {
  unsent.delete(item.id);
  try {
    localStorage.removeItem(prefix + item.id);
  } catch {
    // It was never stored.
  }
}

// What an earlier page, or another tab, has kept.
async function recall() {
  if (!key) return;
  const found = [];
  for (const name of Object.keys(localStorage).filter((one) => one.startsWith(prefix) && !unsent.has(one.slice(prefix.length)))) {
    const [nonce, sealed] = (localStorage.getItem(name) ?? '').split('.');
    try {
      const plain = await crypto.subtle.decrypt({ name: 'AES-GCM', iv: bytes(nonce) }, await key, bytes(sealed));
      found.push(JSON.parse(new TextDecoder().decode(plain)));
    } catch {
      localStorage.removeItem(name);
    }
  }
  for (const item of found.sort((one, other) => one.at - other.at)) unsent.set(item.id, item);
}

/** Sends as this visitor; throws when there is no connection. */
function send(address, content, headers = {}) {
  return fetch(address, { method: 'POST', body: content, headers: { 'X-Form-Word': holder.dataset.word, Accept: 'application/json', ...headers }, keepalive: true, credentials: 'same-origin' });
}

/** Keeps an act and sends all that is kept. */
export function report(act) {
  const id = crypto.randomUUID();
  put({ id, to: place.dataset.acts, type: 'application/json', body: JSON.stringify({ id, ...act }) });
}

/** Keeps an answer and sends all that is kept; what the server says of it comes as the event amphi:answered. */
export function answer(address, question, form) {
  const id = crypto.randomUUID();
  form.set('act', id);
  put({ id, to: address, type: 'application/x-www-form-urlencoded', body: form.toString(), question });
}

function put(item) {
  item.at = Date.now();
  unsent.set(item.id, item);
  keep(item);
  flush();
}

/** Sends what is not sent yet; how many acts are left. */
function flush() {
  sending ??= deliver().finally(() => (sending = null));
  return sending;
}

async function deliver() {
  clearTimeout(retry);
  try {
    // In their order; one that the server stumbles over lets those behind it pass, and is tried again later.
    const later = new Set();
    for (let item; (item = [...unsent.values()].find((one) => !later.has(one))); ) if (!(await sendOne(item))) later.add(item);
    if (later.size > 0) throw new Error('stumbled');
    if (isSignedOut) signedOut();
    else told(false);
  } catch {
    told(true);
    dispatchEvent(new CustomEvent('amphi:kept'));
    retry = setTimeout(flush, 5000);
  }
  return unsent.size;
}

async function sendOne(item) {
  const headers = { 'Content-Type': item.type, ...(item.question ? { 'X-Fragment': '1', Accept: 'text/html, application/json' } : {}) };
  const said = await send(item.to, item.body, headers);
  if (said.status === 500) return false;
  if (said.status > 500 || said.status === 429) throw new Error('busy');
  isSignedOut = said.status === 401;
  // Signed out meanwhile, or another session since: it stays for the next page that its owner opens.
  if (said.status === 401 || said.status === 403) unsent.delete(item.id);
  // Acknowledged, or refused for good: either way it is not sent again.
  else forget(item);
  if (item.question) await tell(item.question, said);
  else if (said.ok) show(await said.json());
  return true;
}

async function tell(question, said) {
  const detail = said.ok ? { question, html: await said.text() } : { question, refused: (await said.json().catch(() => ({}))).detail };
  dispatchEvent(new CustomEvent('amphi:answered', { detail }));
}

// The ticks of the outline, and the word that this lesson is done.
function show(standing) {
  for (const id of standing.done) {
    const link = document.querySelector(`[data-outline="${CSS.escape(id)}"] .i`);
    link?.classList.add('ok');
    const use = link?.querySelector('use');
    use?.setAttribute('href', use.getAttribute('href').replace(/#.*/, '#circle-check'));
  }
}

// What is kept is sent after signing in again.
function signedOut() {
  if (line) Object.assign(line, { hidden: false, className: 'msg late', textContent: place.dataset.signedout });
  dispatchEvent(new CustomEvent('amphi:kept', { detail: place.dataset.signedout }));
}

let wasLost = false;
function told(isLost) {
  if (!line || isLost === wasLost) return;
  wasLost = isLost;
  line.hidden = false;
  line.className = isLost ? 'msg late' : 'msg ok';
  line.textContent = isLost ? holder.dataset.offline : holder.dataset.online;
  if (!isLost) setTimeout(() => (line.hidden = true), 4000);
}

// Signing out clears this browser, so what is not sent yet goes first. When it cannot, that is said, and the next time it
// is the learner's choice.
const leaving = document.querySelector('[data-sign-out]');
leaving?.addEventListener('submit', async (event) => {
  if (!key) return;
  event.preventDefault();
  await recall();
  const warning = leaving.querySelector('[data-unsent]');
  if ((await flush()) === 0 || !warning.hidden) return leaving.submit();
  warning.hidden = false;
  warning.focus();
});

addEventListener('online', flush);
addEventListener('pagehide', flush);
if (holder) recall().then(flush);
