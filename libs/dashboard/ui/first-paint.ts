// Runs before the first paint: the chosen theme must not flash up late.
try {
  const theme = localStorage.getItem('brrt.theme');
  if (theme === 'light' || theme === 'dark') document.documentElement.dataset.theme = theme;
} catch {
  // A private window: the system's theme it is.
}

export {};
