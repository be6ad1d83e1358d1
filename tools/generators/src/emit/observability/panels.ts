/** One query of a panel. */
export interface Target {
  readonly expr: string;
  readonly legend: string;
  readonly exemplar?: boolean;
  /** The latest values only, as a table. */
  readonly instant?: boolean;
}

/** Units of Grafana. */
export type Unit = 'reqps' | 'percentunit' | 's' | 'bytes' | 'short' | 'none';

export interface PanelOptions {
  readonly unit: Unit;
  readonly description?: string;
  readonly stacked?: boolean;
  readonly maximum?: number;
  /** Value and colour in turn, from the lowest; the first value is left out. */
  readonly thresholds?: readonly { readonly value: number | null; readonly color: string }[];
}

export type Json = Readonly<Record<string, unknown>>;

/** A panel without its place; `width` of 24 columns. */
export interface Panel {
  readonly width: number;
  readonly height: number;
  readonly body: Json;
}

const datasource = { type: 'prometheus', uid: '$datasource' };

function targetsOf(targets: readonly Target[]): readonly Json[] {
  return targets.map(({ expr, legend, exemplar = false, instant = false }, index) => ({
    refId: String.fromCharCode(65 + index),
    datasource,
    expr,
    legendFormat: legend,
    exemplar,
    ...(instant ? { instant: true, range: false, format: 'table' } : {}),
  }));
}

function defaultsOf({ unit, maximum, thresholds }: PanelOptions): Json {
  return {
    unit,
    min: 0,
    ...(maximum === undefined ? {} : { max: maximum }),
    ...(thresholds === undefined ? {} : { thresholds: { mode: 'absolute', steps: thresholds } }),
  };
}

export function timeseries(title: string, targets: readonly Target[], options: PanelOptions, width = 8): Panel {
  const { description, stacked = false, thresholds } = options;
  const custom = {
    drawStyle: 'line',
    fillOpacity: stacked ? 30 : 8,
    lineWidth: 1,
    showPoints: 'never',
    spanNulls: false,
    stacking: { mode: stacked ? 'normal' : 'none' },
    thresholdsStyle: { mode: thresholds === undefined ? 'off' : 'line' },
  };
  return {
    width,
    height: 8,
    body: {
      type: 'timeseries',
      title,
      ...(description === undefined ? {} : { description }),
      datasource,
      targets: targetsOf(targets),
      fieldConfig: { defaults: { ...defaultsOf(options), custom }, overrides: [] },
      options: {
        legend: { displayMode: 'table', placement: 'bottom', calcs: ['lastNotNull', 'max'] },
        tooltip: { mode: 'multi', sort: 'desc' },
      },
    },
  };
}

export function stat(title: string, target: Target, options: PanelOptions): Panel {
  return {
    width: 4,
    height: 4,
    body: {
      type: 'stat',
      title,
      ...(options.description === undefined ? {} : { description: options.description }),
      datasource,
      targets: targetsOf([target]),
      fieldConfig: { defaults: defaultsOf(options), overrides: [] },
      options: { colorMode: 'value', graphMode: 'area', reduceOptions: { calcs: ['lastNotNull'], values: false } },
    },
  };
}

/** Columns by the letter of their query. */
export function table(title: string, targets: readonly Target[], units: readonly Unit[]): Panel {
  const names = Object.fromEntries(
    targets.map(({ legend }, index) => [`Value #${String.fromCharCode(65 + index)}`, legend]),
  );
  return {
    width: 24,
    height: 10,
    body: {
      type: 'table',
      title,
      datasource,
      targets: targetsOf(targets),
      transformations: [
        { id: 'merge', options: {} },
        { id: 'organize', options: { excludeByName: { Time: true }, renameByName: names } },
      ],
      fieldConfig: {
        defaults: { custom: { filterable: true } },
        overrides: targets.map(({ legend }, index) => ({
          matcher: { id: 'byName', options: legend },
          properties: [{ id: 'unit', value: units[index] }],
        })),
      },
      options: { showHeader: true, sortBy: [{ displayName: targets[0]?.legend, desc: true }] },
    },
  };
}

/** Names and colours of the values 0, 1, … */
export type StateNames = readonly (readonly [text: string, color: string])[];

/** States over time. */
export function states(title: string, targets: readonly Target[], names: StateNames, width = 12): Panel {
  const options = Object.fromEntries(names.map(([text, color], index) => [index, { text, color, index }]));
  const mappings = [{ type: 'value', options }];
  return {
    width,
    height: 8,
    body: {
      type: 'state-timeline',
      title,
      datasource,
      targets: targetsOf(targets),
      fieldConfig: { defaults: { mappings, custom: { fillOpacity: 70 } }, overrides: [] },
      options: { showValue: 'never', mergeValues: true },
    },
  };
}

/** Lines of the service in Loki. */
export function logs(title: string, expr: string): Panel {
  const loki = { type: 'loki', uid: '$logs' };
  return {
    width: 24,
    height: 10,
    body: {
      type: 'logs',
      title,
      datasource: loki,
      targets: [{ refId: 'A', datasource: loki, expr }],
      options: { showTime: true, wrapLogMessage: true, enableLogDetails: true, sortOrder: 'Descending' },
    },
  };
}

export interface Row {
  readonly title: string;
  readonly panels: readonly Panel[];
  readonly collapsed?: boolean;
}

const columns = 24;

/** Panels of rows side by side while there is room, with ids in their order. */
export function placeRows(rows: readonly Row[]): readonly Json[] {
  let id = 0;
  let y = 0;
  return rows.flatMap(({ title, panels, collapsed = false }) => {
    const row = { id: ++id, type: 'row', title, collapsed, gridPos: { x: 0, y: y++, w: columns, h: 1 } };
    let x = 0;
    let height = 0;
    const placed = panels.map(({ width, height: h, body }): Json => {
      if (x + width > columns) {
        y += height;
        x = 0;
        height = 0;
      }
      const gridPos = { x, y, w: width, h };
      x += width;
      height = Math.max(height, h);
      return { id: ++id, ...body, gridPos };
    });
    y += height;
    return collapsed ? [{ ...row, panels: placed }] : [{ ...row, panels: [] }, ...placed];
  });
}
