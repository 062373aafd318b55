// On every page: the theme, and the way pages turn. Small, because every page pays for it.
const root = document.documentElement;
const remembered = () => {
  try {
    return localStorage.getItem('amphi-theme');
  } catch {
    return null;
  }
};

const theme = remembered();
if (theme === 'light' || theme === 'dark') root.dataset.theme = theme;

addEventListener('click', (event) => {
  if (event.target.closest('[data-print]')) print();
  if (!event.target.closest('[data-theme-toggle]')) return;
  const isDark = root.dataset.theme ? root.dataset.theme === 'dark' : matchMedia('(prefers-color-scheme: dark)').matches;
  root.dataset.theme = isDark ? 'light' : 'dark';
  try {
    localStorage.setItem('amphi-theme', root.dataset.theme);
  } catch {
    // Storage refused: the choice lasts for this page.
  }
});

// What needs a script is hidden until there is one.
root.classList.add('js');
