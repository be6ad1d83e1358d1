import type { View } from './router/view.ts';
import { tracesView } from './traces/traces-view.tsx';

/** Every page of the dashboard, in the order of the navigation. */
export const views: readonly View[] = [tracesView];
