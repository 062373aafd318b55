// A case study with script: what is written saves itself, and a rubric is filled in from the keyboard.
const pause = 1500;
let dirty = false;

for (const form of document.querySelectorAll('form[data-autosave]')) {
  let timer;
  let saving = null;
  const status = form.querySelector('[data-status]');

  const save = () => {
    if (saving) return later();
    saving = keep().finally(() => (saving = null));
  };
  const keep = async () => {
    const body = new FormData(form);
    body.delete('files');
    body.set('do', 'keep');
    try {
      dirty = false;
      const answer = await fetch(form.action, { method: 'POST', body: new URLSearchParams(body), headers: { 'X-Fragment': '1', Accept: 'application/json' } });
      const said = await answer.json();
      if (answer.ok) {
        if (form.elements.revision) form.elements.revision.value = said.revision;
        status.textContent = form.dataset.saved;
      } else {
        // Another tab, or handed in meanwhile: nothing is written over; the button shows both.
        dirty = true;
        status.textContent = said.detail;
        clearTimeout(timer);
      }
    } catch {
      dirty = true;
      status.textContent = form.dataset.unsaved;
      later(5000);
    }
  };
  const later = (time = pause) => {
    clearTimeout(timer);
    timer = setTimeout(save, time);
  };

  form.addEventListener('input', (event) => {
    if (event.target.type === 'file') return;
    dirty = true;
    later();
  });
  form.addEventListener('submit', async (event) => {
    clearTimeout(timer);
    if (saving) {
      // What is being kept has a new revision in a moment; with the old one this would look like another tab.
      event.preventDefault();
      await saving;
      return form.requestSubmit(event.submitter);
    }
    dirty = false;
  });
}

addEventListener('beforeunload', (event) => {
  if (dirty) event.preventDefault();
});

// A digit chooses the level of the criterion at hand and goes on to the next; Ctrl + Enter sends.
document.querySelector('.review-form')?.addEventListener('keydown', (event) => {
  const form = event.currentTarget;
  if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
    event.preventDefault();
    form.requestSubmit(form.querySelector('button[name=do]'));
    return;
  }

  // Keys of one letter act only while the form is at hand, and never while somebody writes.
  const way = form.dataset.grading !== undefined && !event.target.matches('textarea') && { j: 'next', k: 'prev' }[event.key];
  if (way && !event.ctrlKey && !event.altKey && !event.metaKey) {
    form.querySelector(`a[rel=${way}]`)?.click();
    return;
  }

  const criterion = event.target.closest('[data-criterion]');
  if (!criterion || event.target.matches('textarea') || event.ctrlKey || event.altKey || event.metaKey || !/^[1-9]$/.test(event.key)) return;
  const level = criterion.querySelectorAll('input[type=radio]')[event.key - 1];
  if (!level) return;
  event.preventDefault();
  level.checked = true;
  level.dispatchEvent(new Event('input', { bubbles: true }));
  const all = [...form.querySelectorAll('[data-criterion]')].filter((one) => one.querySelector('input[type=radio]'));
  const next = all[all.indexOf(criterion) + 1];
  // In a queue the last level keeps the keys, so that Enter saves.
  const after = form.dataset.grading === undefined ? form.querySelector('#good') : level;
  (next ? next.querySelector('input[type=radio]') : after)?.focus();
});

// Who grades a queue begins at once.
document.querySelector('[data-grading] [data-criterion] input[type=radio]')?.focus({ preventScroll: true });
