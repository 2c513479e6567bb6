/** What a page looks like changes from outside: VS Code puts classes and variables on the page, the system has its wishes. */

const QUERIES = ['(prefers-color-scheme: dark)', '(forced-colors: active)', '(prefers-contrast: more)'];

/** Calls back, once for each round of changes, when the theme, its fonts or the system's wishes have changed. Returns how to stop. */
export function watchAppearance(changed: () => void): () => void {
  const observer = new MutationObserver(changed);
  const attributes = {
    attributes: true,
    attributeFilter: ['class', 'style', 'data-vscode-theme-kind', 'data-cinema-theme'],
  };
  observer.observe(document.documentElement, attributes);
  observer.observe(document.body, attributes);
  const queries = QUERIES.map((query) => matchMedia(query));
  for (const query of queries) query.addEventListener('change', changed);
  return () => {
    observer.disconnect();
    for (const query of queries) query.removeEventListener('change', changed);
  };
}
