// What the learner does is kept in this browser until the server has it on disk, and sent again when a connection is
// back. Each act carries an id of its own, so that sending twice counts once.
const place = document.querySelector('[data-lesson]');
const line = document.querySelector('[data-connection]');
const key = place ? `amphi-acts:${place.dataset.acts}` : null;
let isSending = false;

const kept = () => {
  try {
    return JSON.parse(localStorage.getItem(key) ?? '[]');
  } catch {
    return [];
  }
};

const keep = (acts) => {
  try {
    localStorage.setItem(key, JSON.stringify(acts.slice(-200)));
  } catch {
    // Storage refused: what is done is still sent at once.
  }
};

/** Sends as this visitor; throws when there is no connection. */
function send(address, content, headers = {}) {
  return fetch(address, { method: 'POST', body: content, headers: { 'X-Form-Word': place.dataset.word, Accept: 'application/json', ...headers }, keepalive: true, credentials: 'same-origin' });
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
  keep([...kept(), item]);
  flush();
}

async function flush() {
  if (isSending) return;
  isSending = true;
  try {
    for (let items = kept(); items.length > 0; items = kept()) {
      const [item] = items;
      const headers = { 'Content-Type': item.type, ...(item.question ? { 'X-Fragment': '1', Accept: 'text/html, application/json' } : {}) };
      const said = await send(item.to, item.body, headers);
      if (said.status >= 500) throw new Error('busy');
      // Acknowledged, or refused for good: either way it is not sent again.
      keep(kept().filter((one) => one.id !== item.id));
      if (item.question) await tell(item.question, said);
      else if (said.ok) show(await said.json());
    }
    told(false);
  } catch {
    told(true);
    dispatchEvent(new CustomEvent('amphi:kept'));
    setTimeout(flush, 5000);
  } finally {
    isSending = false;
  }
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

let wasLost = false;
function told(isLost) {
  if (!line || isLost === wasLost) return;
  wasLost = isLost;
  line.hidden = false;
  line.className = isLost ? 'msg late' : 'msg ok';
  line.textContent = isLost ? place.dataset.offline : place.dataset.online;
  if (!isLost) setTimeout(() => (line.hidden = true), 4000);
}

addEventListener('online', flush);
addEventListener('pagehide', flush);
if (place) flush();
