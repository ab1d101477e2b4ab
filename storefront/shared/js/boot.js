// Runs before the first paint, as a classic script: light or dark is set before anything is drawn, and the catalogues
// are on their way while the modules still load.
(function () {
  const root = document.documentElement;
  const block = document.getElementById('orion-config');
  const config = block ? JSON.parse(block.textContent) : {};
  const read = function (key) {
    try {
      return localStorage.getItem(key);
    } catch {
      return null; // storage may be forbidden; the defaults serve
    }
  };

  const theme = read('orion-theme');
  if (theme === 'light' || theme === 'dark') root.dataset.theme = theme;

  root.lang = config.locale || 'en'; // the server knows what was chosen, by cookie

  const area = root.dataset.area === 'shop' ? 'shop' : 'console';
  for (const path of ['/assets/shared/locales/', '/assets/' + area + '/locales/']) {
    const link = document.createElement('link');
    link.rel = 'preload';
    link.as = 'fetch';
    link.crossOrigin = 'anonymous';
    link.href = path + root.lang + '.json';
    document.head.append(link);
  }
})();
