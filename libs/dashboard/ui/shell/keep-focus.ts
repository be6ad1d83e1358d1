const focusable = 'button:enabled, input:enabled, select:enabled, textarea:enabled, a[href]';

/** Where a button vanishes by being used, what is first beside it has the focus: without a mouse one would begin at the top of the page. */
export function keepFocus(): void {
  document.addEventListener('click', keep, true);
}

function keep(event: MouseEvent): void {
  const used = document.activeElement;
  // 0: by a key.
  if (event.detail !== 0 || !(used instanceof HTMLButtonElement)) return;
  const around = ancestorsOf(used);
  // When the page is drawn again.
  requestAnimationFrame(() =>
    setTimeout(() => {
      if (used.isConnected || document.activeElement !== document.body) return;
      const left = around.filter((element) => element.isConnected);
      const near = left.map((element) => element.querySelector<HTMLElement>(focusable)).find((found) => found !== null);
      near?.focus();
    }),
  );
}

function ancestorsOf(element: Element): readonly Element[] {
  const above = element.parentElement;
  return above === null ? [] : [above, ...ancestorsOf(above)];
}
