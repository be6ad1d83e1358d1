// Chromium on a machine whose locale is C says `en-US@posix`, which `Intl` refuses; uPlot asks for it when it is loaded.
try {
  new Intl.NumberFormat(navigator.language);
} catch {
  Object.defineProperty(navigator, 'language', { value: 'en-US' });
}
