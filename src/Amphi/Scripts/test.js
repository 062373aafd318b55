// A test with script: every answer is saved as it is given, and sent again until the server has it.
import { fragment } from './trusted.js';

const test = document.querySelector('[data-test]');
const form = document.getElementById('answers');
const told = document.querySelector('[data-saved]');
const changed = new Set();
let waiting = null;
let sending = null;
let flight = null;

function questionOf(field) {
  return field.closest('[data-question]')?.dataset.question;
}

function bodyOf(questions) {
  const all = [...new FormData(form)];
  const isTheirs = (name) => questions.some((question) => name === `q.${question}` || name.startsWith(`q.${question}.`));
  const body = new URLSearchParams(all.filter(([name]) => name === '_word' || name === 'attempt' || isTheirs(name)));
  for (const question of questions) body.append('question', question);
  body.set('act', crypto.randomUUID());
  return body;
}

function post(address, body, signal) {
  const headers = { 'X-Form-Word': test.dataset.word, 'X-Fragment': '1', Accept: 'text/html, text/plain, application/json' };
  return fetch(address, { method: 'POST', body, headers, signal, keepalive: true, credentials: 'same-origin' });
}

const reasonOf = async (said) => (await said.json().catch(() => ({}))).detail ?? '';

/** Saves what changed; one request at a time, and whoever asks meanwhile waits for it. */
function save() {
  clearTimeout(waiting);
  waiting = null;
  sending ??= send().finally(() => (sending = null));
  return sending;
}

async function send() {
  if (changed.size === 0) return;
  const questions = [...changed];
  changed.clear();
  const own = (flight = { questions, control: new AbortController() });
  let isRefused = false;
  try {
    const said = await post(form.action, bodyOf(questions), own.control.signal);
    if (said.status >= 500) throw new Error('busy');
    told.textContent = said.ok ? await said.text() : await reasonOf(said);
    isRefused = !said.ok;
    // What was refused is not saved: it goes with the next answer, or with the hand-in.
    if (isRefused) for (const question of questions) changed.add(question);
    else for (const question of questions) document.querySelector(`[data-map="${CSS.escape(question)}"]`)?.classList.add('now');
  } catch {
    if (own.control.signal.aborted) return;
    for (const question of questions) changed.add(question);
    told.textContent = test.dataset.lost;
  } finally {
    if (flight === own) flight = null;
    if (changed.size > 0 && !isRefused) soon(4000);
  }
}

/** Whoever leaves waits for nothing: what is under way is given up and sent again with what changed, so that nothing older lands last. */
function leave() {
  if (changed.size === 0) return;
  if (flight) {
    flight.control.abort();
    for (const question of flight.questions) changed.add(question);
  }
  send();
}

function soon(time) {
  waiting ??= setTimeout(save, time);
}

async function takeHint(button) {
  const place = button.closest('[data-hints]');
  button.disabled = true;
  try {
    const said = await post(button.formAction, new URLSearchParams({ hint: button.value }));
    if (said.status >= 500) throw new Error('busy');
    if (said.ok) {
      place.replaceWith(fragment(await said.text()));
      return dispatchEvent(new CustomEvent('amphi:drawn'));
    }
    told.textContent = await reasonOf(said);
  } catch {
    told.textContent = test.dataset.lost;
  }
  button.disabled = false;
}

if (form) {
  document.addEventListener('input', (event) => {
    const question = questionOf(event.target);
    if (!question) return;
    changed.add(question);
    soon(1500);
  });
  form.addEventListener('submit', (event) => {
    if (event.submitter?.name !== 'hint') return;
    event.preventDefault();
    takeHint(event.submitter);
  });
  addEventListener('pagehide', leave);
  document.addEventListener('visibilitychange', () => document.visibilityState === 'hidden' && leave());

  // The server's clock decides; this one only shows it, and hands in when it is at its end.
  const left = document.querySelector('[data-left]');
  if (left) {
    const end = performance.now() + Number(left.dataset.left);
    const show = async () => {
      const seconds = Math.max(0, Math.round((end - performance.now()) / 1000));
      left.textContent = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
      if (seconds > 2) return;
      clearInterval(clock);
      await save();
      form.action = form.action.replace(/save$/, 'hand-in');
      form.submit();
    };
    const clock = setInterval(show, 1000);
    show();
  }
}
