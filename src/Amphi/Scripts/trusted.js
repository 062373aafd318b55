// The one place where text becomes markup: only what our own server drew, and only as an inert fragment.
const policy = globalThis.trustedTypes?.createPolicy('amphi', { createHTML: (html) => html });

export function fragment(html) {
  const template = document.createElement('template');
  template.innerHTML = policy ? policy.createHTML(html) : html;
  return template.content;
}
