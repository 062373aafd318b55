// A test with script: every answer is saved as it is given, and sent again until the server has it.
const test = document.querySelector('[data-test]');
const form = document.getElementById('answers');
const told = document.querySelector('[data-saved]');
const changed = new Set();
let waiting = null;
let isSending = false;

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

async function save() {
  waiting = null;
  if (isSending || changed.size === 0) return;
  isSending = true;
  const questions = [...changed];
  changed.clear();
  try {
    const said = await fetch(form.action, {
      method: 'POST',
      body: bodyOf(questions),
      headers: { 'X-Form-Word': test.dataset.word, 'X-Fragment': '1', Accept: 'text/plain, application/json' },
      keepalive: true,
      credentials: 'same-origin',
    });
    if (said.status >= 500) throw new Error('busy');
    told.textContent = said.ok ? await said.text() : ((await said.json().catch(() => ({}))).detail ?? '');
    if (said.ok) for (const question of questions) document.querySelector(`[data-map="${CSS.escape(question)}"]`)?.classList.add('now');
  } catch {
    for (const question of questions) changed.add(question);
    told.textContent = test.dataset.lost;
  } finally {
    isSending = false;
    if (changed.size > 0) soon(4000);
  }
}

function soon(time) {
  waiting ??= setTimeout(save, time);
}

if (form) {
  document.addEventListener('input', (event) => {
    const question = questionOf(event.target);
    if (!question) return;
    changed.add(question);
    soon(1500);
  });
  addEventListener('pagehide', save);
  document.addEventListener('visibilitychange', () => document.visibilityState === 'hidden' && save());

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
