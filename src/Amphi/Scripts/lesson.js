// A lesson with script: the player, answers without a page load, and everything done kept here until the server has it.
import './player.js';
import { answer, report } from './outbox.js';
import { fragment } from './trusted.js';

const lesson = document.querySelector('[data-lesson]');
const body = document.querySelector('.lesson-body');

// Only who learns here reports; the team looks on.
if (lesson?.dataset.word) {
  report({ did: 'saw', lesson: lesson.dataset.lesson });
  addEventListener('amphi:watched', (event) => report({ did: 'watched', lesson: lesson.dataset.lesson, ...event.detail }));
}

// Answers: only the question comes back. One that cannot be sent is kept and sent when the connection is back.
const answers = document.getElementById('answers');
const placeOf = (thing) => document.querySelector(`[data-question="${CSS.escape(thing)}"], [data-hints="${CSS.escape(thing)}"]`);

answers?.addEventListener('submit', (event) => {
  const question = event.submitter?.value;
  if (event.submitter?.name === 'hint') {
    event.preventDefault();
    event.submitter.disabled = true;
    answer(event.submitter.formAction, `h-${question}`, new URLSearchParams({ hint: question }));
    return;
  }
  if (!question || !placeOf(question)) return;
  event.preventDefault();
  const isOfQuestion = (name) => name === 'question' || name === `q.${question}` || name.startsWith(`q.${question}.`);
  const form = new URLSearchParams([...new FormData(answers, event.submitter)].filter(([name]) => isOfQuestion(name)));
  event.submitter.disabled = true;
  answer(answers.action, question, form);
});

// Enter answers the question it is typed in; the form's own default would be the first of the page.
body?.addEventListener('keydown', (event) => {
  if (event.key !== 'Enter' || !event.target.matches('.q input.in')) return;
  event.preventDefault();
  event.target.closest('.q').querySelector('.q-do button[name=question]')?.click();
});

addEventListener('amphi:answered', ({ detail: { question, html, refused } }) => {
  const place = placeOf(question);
  if (!place) return;
  if (html) {
    place.replaceWith(fragment(html));
    dispatchEvent(new CustomEvent('amphi:drawn'));
    const foot = placeOf(question).querySelector('.q-foot, .msg:last-of-type') ?? placeOf(question);
    foot.tabIndex = -1;
    foot.focus({ preventScroll: true });
  } else {
    say(place, refused ?? lesson.dataset.offline);
  }
});

addEventListener('amphi:kept', ({ detail }) => {
  for (const button of document.querySelectorAll('.q-do button:disabled')) say(button.closest('.q'), detail ?? lesson.dataset.offline);
});

function say(place, sentence) {
  const foot = place.querySelector('.q-foot') ?? place.closest('.q')?.querySelector('.q-foot');
  foot?.replaceChildren(Object.assign(document.createElement('p'), { className: 'msg late', textContent: sentence }));
  const button = place.querySelector('.q-do button');
  if (button) button.disabled = false;
}

// Hotspots: a touch writes the coordinates into the fields that the keyboard uses.
body?.addEventListener('click', (event) => {
  const picture = event.target.closest('[data-hotspot] img');
  if (!picture) return;
  const box = picture.getBoundingClientRect();
  const [x, y] = picture.closest('.q').querySelectorAll('input.num');
  const scale = (picture.getAttribute('width') || picture.naturalWidth) / box.width;
  x.value = Math.round((event.clientX - box.left) * scale);
  y.value = Math.round((event.clientY - box.top) * scale);
});

// Frames of others, after a click.
body?.addEventListener('click', (event) => {
  const figure = event.target.closest('[data-embed]');
  if (!figure || !event.target.closest('button')) return;
  const frame = document.createElement('iframe');
  frame.sandbox = 'allow-scripts allow-forms allow-popups';
  frame.referrerPolicy = 'no-referrer';
  frame.title = figure.dataset.title;
  frame.height = figure.dataset.height;
  frame.src = figure.dataset.embed;
  figure.replaceChildren(frame);
});
