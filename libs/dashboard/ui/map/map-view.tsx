import type { JSX } from 'preact';
import { useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { MapEdge, MapNode, ServiceMap } from '../../src/api/telemetry.ts';
import { api } from '../api/routes.ts';
import { formatDuration, formatShare } from '../format/format.ts';
import { serviceClass } from '../format/service-colour.ts';
import { useLiveLoad } from '../live/use-live-load.ts';
import { chosenWindow, WindowChoice } from '../metrics/window-choice.tsx';
import { classNames } from '../parts/class-names.ts';
import { Empty, Loading, Problem } from '../parts/message.tsx';
import { ViewHead } from '../parts/panel.tsx';
import type { View } from '../router/view.ts';
import { tracesLink } from '../services/links.ts';
import { Connections } from './connections.tsx';
import { layoutMap, type MapLayout, type Point } from './layout.ts';
import { mismatchOf, numbersInWords, rateOf, servicesOf, toneOf, tracesOf } from './map-words.ts';

export const mapView: View = {
  path: '/map',
  title: 'Map',
  component: MapView,
  navigation: { icon: 'map', key: 'm' },
};

const NODE = { nodeWidth: 184, nodeHeight: 76 } as const;
/** Pixels. */
const NARROW = 640;

function MapView(): JSX.Element {
  const seconds = chosenWindow();
  const map = useLiveLoad(`map ${seconds}`, (signal) => api.map(seconds, signal), {
    events: ['traces', 'services', 'store'],
    pause: 2500,
  });
  return (
    <>
      <ViewHead title="Map" note="who calls whom, from spans and generated clients">
        <WindowChoice />
      </ViewHead>
      {map.problem && <Problem problem={map.problem} onRetry={map.reload} />}
      {map.value === undefined ? !map.problem && <Loading /> : <MapContent map={map.value} seconds={seconds} />}
    </>
  );
}

function MapContent({ map, seconds }: { readonly map: ServiceMap; readonly seconds: number }): JSX.Element {
  if (map.nodes.length === 0) {
    return (
      <Empty title="Nothing called anything yet" icon="map">
        Call an operation in the <a href="/console">console</a>: services that answer, and what they call, show up here.
      </Empty>
    );
  }
  return (
    <div class="view-body map-body">
      <MapPicture map={map} seconds={seconds} />
      <Connections map={map} seconds={seconds} />
    </div>
  );
}

function MapPicture({ map, seconds }: { readonly map: ServiceMap; readonly seconds: number }): JSX.Element {
  const frame = useRef<HTMLElement>(null);
  const width = useWidth(frame);
  const layout = useMemo(() => place(map, width), [map, width]);
  const services = servicesOf(map);
  const edges = new Map(map.edges.map((edge) => [`${edge.from} ${edge.to}`, edge]));
  return (
    <section ref={frame} class="map-frame" aria-label="Map of services" tabIndex={0}>
      <div class="map-canvas" style={{ width: `${layout.width}px`, height: `${layout.height}px` }}>
        <svg class="map-edges" width={layout.width} height={layout.height} aria-hidden="true">
          <Arrows />
          {layout.links.map((link) => {
            const edge = edges.get(`${link.from} ${link.to}`);
            return edge && <EdgePath key={`${link.from} ${link.to}`} edge={edge} path={link.path} seconds={seconds} />;
          })}
        </svg>
        {layout.links.map(({ from, to, middle }) => {
          const edge = edges.get(`${from} ${to}`);
          return (
            edge && (
              <EdgeLabel key={`${from} ${to}`} edge={edge} at={middle} seconds={seconds} toService={services.has(to)} />
            )
          );
        })}
        {map.nodes.map((node) => {
          const at = layout.nodes.find(({ name }) => name === node.name);
          return at && <NodeBox key={node.name} node={node} x={at.x} y={at.y} seconds={seconds} />;
        })}
      </div>
    </section>
  );
}

/** Layers below each other where there is no room for them side by side. */
function place(map: ServiceMap, room: number): MapLayout {
  const narrow = room < NARROW;
  const names = map.nodes.map(({ name }) => name);
  return layoutMap(names, map.edges, {
    ...NODE,
    nodeWidth: narrow ? 156 : NODE.nodeWidth,
    layerGap: narrow ? 72 : 150,
    leastLayerGap: narrow ? 72 : 84,
    room: narrow ? Number.POSITIVE_INFINITY : room - 2,
    nodeGap: narrow ? 12 : 36,
    margin: narrow ? 12 : 28,
    direction: narrow ? 'down' : 'right',
  });
}

function useWidth(frame: { readonly current: HTMLElement | null }): number {
  const [width, setWidth] = useState(() => window.innerWidth);
  useLayoutEffect(() => {
    const element = frame.current;
    if (element === null) return undefined;
    const observer = new ResizeObserver(() => setWidth(element.clientWidth));
    observer.observe(element);
    setWidth(element.clientWidth);
    return () => observer.disconnect();
  }, [frame]);
  return width;
}

function Arrows(): JSX.Element {
  return (
    <defs>
      {(['good', 'warn', 'bad', 'idle'] as const).map((tone) => (
        <marker
          key={tone}
          id={`arrow-${tone}`}
          class={`map-arrow ${tone}`}
          viewBox="0 0 8 8"
          refX="7"
          refY="4"
          markerWidth="8"
          markerHeight="8"
          markerUnits="userSpaceOnUse"
          orient="auto"
        >
          <path d="M0 0.5l7.5 3.5l-7.5 3.5z" />
        </marker>
      ))}
    </defs>
  );
}

interface EdgeProps {
  readonly edge: MapEdge;
  readonly seconds: number;
}

function EdgePath({ edge, path, seconds }: EdgeProps & { readonly path: string }): JSX.Element {
  const tone = toneOf(edge.numbers);
  const rate = edge.numbers.count / seconds;
  const width = rate === 0 ? 1.5 : Math.min(6, 1.75 + Math.log10(1 + rate * 10));
  return (
    <>
      <path
        class={classNames('map-edge', tone, edge.seen === 'declared' && 'declared')}
        d={path}
        stroke-width={width}
        marker-end={`url(#arrow-${tone})`}
      />
      {rate > 0 && <path class={classNames('map-flow', tone)} d={path} stroke-width={Math.max(2, width)} />}
    </>
  );
}

function EdgeLabel(props: EdgeProps & { readonly at: Point; readonly toService: boolean }): JSX.Element {
  const { edge, at, seconds } = props;
  const words = mismatchOf(edge, props.toService);
  return (
    <a
      class={classNames('map-edge-label', toneOf(edge.numbers), words !== undefined && 'mismatch')}
      href={tracesOf(edge)}
      style={{ left: `${at.x}px`, top: `${at.y}px` }}
      title={words}
    >
      <span class="reader-only">{`${edge.from} calls ${edge.to}: ${numbersInWords(edge.numbers, seconds)}`}</span>
      {edge.numbers.count === 0 ? 'not called' : rateOf(edge.numbers, seconds)}
      {words !== undefined && edge.numbers.count > 0 && <span>undeclared</span>}
    </a>
  );
}

function NodeBox(props: {
  readonly node: MapNode;
  readonly x: number;
  readonly y: number;
  readonly seconds: number;
}): JSX.Element {
  const { node, x, y, seconds } = props;
  const { numbers } = node;
  return (
    <a
      class={classNames('map-node', node.kind, serviceClass(node.name), numbers.serverErrors > 0 && 'failing')}
      style={{ left: `${x}px`, top: `${y}px` }}
      href={tracesLink(node.kind === 'service' ? { service: node.name } : { text: node.name })}
    >
      <span class="map-node-name truncate">{node.name}</span>
      <span class="map-node-kind">{kindOf(node)}</span>
      <span class="map-node-numbers">
        {numbers.count === 0 ? (
          <span>{node.kind === 'service' ? 'no requests' : 'sends no spans'}</span>
        ) : (
          <>
            <span>{rateOf(numbers, seconds)}</span>
            <span class={numbers.serverErrors > 0 ? 'bad' : undefined}>
              {formatShare(numbers.serverErrors / numbers.count)}
            </span>
            {numbers.p95 !== null && <span>{formatDuration(numbers.p95)}</span>}
          </>
        )}
      </span>
    </a>
  );
}

function kindOf({ kind }: MapNode): string {
  return kind === 'external' ? 'outside, sends no spans' : kind;
}
