import type { JSX } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { formatDuration } from '../format/format.ts';
import { serviceClass } from '../format/service-colour.ts';
import { Button } from '../parts/button.tsx';
import { theme } from '../shell/theme.ts';
import type { Waterfall } from './build-waterfall.ts';
import { select, type TimeWindow, wholeTrace, zoom } from './time-window.ts';

interface MinimapProps {
  readonly waterfall: Waterfall;
  readonly shown: TimeWindow;
  onShow(shown: TimeWindow): void;
}

/** The whole trace in small: dragging over it selects the part that the waterfall shows. */
export function Minimap({ waterfall, shown, onShow }: MinimapProps): JSX.Element {
  const [drag, setDrag] = useState<{ readonly from: number; readonly to: number }>();
  const canvas = useRef<HTMLCanvasElement>(null);
  usePainting(canvas, waterfall);
  const marked = drag === undefined ? shown : { from: Math.min(drag.from, drag.to), to: Math.max(drag.from, drag.to) };
  const whole = shown.from === 0 && shown.to === 1;
  return (
    <div class="minimap">
      <div
        class="minimap-area"
        onPointerDown={(event) => {
          event.currentTarget.setPointerCapture(event.pointerId);
          setDrag({ from: shareAt(event), to: shareAt(event) });
        }}
        onPointerMove={(event) => drag && setDrag({ ...drag, to: shareAt(event) })}
        onPointerUp={() => {
          if (drag !== undefined) onShow(select(drag.from, drag.to) ?? wholeTrace);
          setDrag(undefined);
        }}
        onPointerCancel={() => setDrag(undefined)}
        title="Drag to zoom, click for all"
      >
        <canvas ref={canvas} role="img" aria-label={labelOf(waterfall, shown)} />
        {(!whole || drag) && (
          <>
            <div class="minimap-shade" style={{ left: '0', width: `${marked.from * 100}%` }} />
            <div class="minimap-shade" style={{ left: `${marked.to * 100}%`, right: '0' }} />
          </>
        )}
      </div>
      <div class="minimap-buttons">
        <Button kind="quiet" icon="plus" label="Zoom in (+)" onClick={() => onShow(zoom(shown, 0.5))} />
        <Button
          kind="quiet"
          icon="minus"
          label="Zoom out (-)"
          disabled={whole}
          onClick={() => onShow(zoom(shown, 2))}
        />
      </div>
    </div>
  );
}

function usePainting(canvas: { readonly current: HTMLCanvasElement | null }, waterfall: Waterfall): void {
  const chosen = theme.value;
  useEffect(() => {
    const element = canvas.current;
    if (element === null) return undefined;
    const repaint = (): void => paint(element, waterfall);
    const observer = new ResizeObserver(repaint);
    const dark = window.matchMedia('(prefers-color-scheme: dark)');
    observer.observe(element);
    dark.addEventListener('change', repaint);
    return () => {
      observer.disconnect();
      dark.removeEventListener('change', repaint);
    };
  }, [canvas, waterfall, chosen]);
}

function paint(canvas: HTMLCanvasElement, { rows, startedAt, duration, services }: Waterfall): void {
  const ratio = window.devicePixelRatio;
  const width = Math.max(1, Math.round(canvas.clientWidth * ratio));
  const height = Math.max(1, Math.round(canvas.clientHeight * ratio));
  canvas.width = width;
  canvas.height = height;
  const context = canvas.getContext('2d');
  if (context === null) return;
  const colours = readColours(
    canvas,
    services.map(({ name }) => name),
  );
  const step = Math.min(height / Math.max(1, rows.length), 5 * ratio);
  for (const [index, { span, callee }] of rows.entries()) {
    if (callee !== undefined) continue;
    context.fillStyle = colours.get(span.status === 'error' ? '' : span.service) ?? '#888';
    const left = duration === 0 ? 0 : ((span.startedAt - startedAt) / duration) * width;
    const bar = duration === 0 ? width : (span.duration / duration) * width;
    context.fillRect(left, index * step, Math.max(ratio, bar), Math.max(1, step * 0.75));
  }
}

/** Colours as the style sheets have them now; `''` is that of errors. */
function readColours(canvas: HTMLCanvasElement, services: readonly string[]): ReadonlyMap<string, string> {
  const probe = document.createElement('span');
  probe.hidden = true;
  canvas.parentElement?.append(probe);
  const colours = new Map<string, string>();
  for (const name of ['', ...services]) {
    probe.className = name === '' ? 'probe-error' : `probe-service ${serviceClass(name)}`;
    colours.set(name, getComputedStyle(probe).color);
  }
  probe.remove();
  return colours;
}

function shareAt(event: PointerEvent): number {
  if (!(event.currentTarget instanceof HTMLElement)) return 0;
  const { left, width } = event.currentTarget.getBoundingClientRect();
  return Math.min(1, Math.max(0, (event.clientX - left) / width));
}

function labelOf({ duration }: Waterfall, { from, to }: TimeWindow): string {
  return `Shown: ${formatDuration(from * duration)} to ${formatDuration(to * duration)} of ${formatDuration(duration)}`;
}
