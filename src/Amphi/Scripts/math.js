// Formulas, loaded only on lessons that have some. KaTeX builds nodes and styles them through the object model, so the
// content policy holds.
import 'katex/dist/katex.css';
import katex from 'katex';

function typeset() {
  for (const formula of document.querySelectorAll('.math:not(:has(.katex))')) {
    const tex = formula.textContent;
    katex.render(tex, formula, { displayMode: formula.classList.contains('display'), throwOnError: false, strict: 'ignore', trust: false });
  }
}

typeset();
addEventListener('amphi:drawn', typeset);
