import type { JSX } from 'preact';
import { Select } from '../parts/field.tsx';
import { query, setQuery } from '../router/location.ts';

const windows: readonly (readonly [seconds: string, title: string])[] = [
  ['300', 'Last 5 minutes'],
  ['900', 'Last 15 minutes'],
  ['3600', 'Last hour'],
  ['21600', 'Last 6 hours'],
  ['86400', 'Last 24 hours'],
];
const usual = '900';

/** Seconds that the view looks back, of the query. */
export function chosenWindow(): number {
  const given = query.value.get('window');
  return Number(windows.find(([seconds]) => seconds === given)?.[0] ?? usual);
}

export function WindowChoice(): JSX.Element {
  return (
    <Select
      label="Time range"
      value={String(chosenWindow())}
      options={windows.map(([value, title]) => ({ value, title }))}
      onChange={(value) => setQuery({ window: value === usual ? undefined : value })}
    />
  );
}
