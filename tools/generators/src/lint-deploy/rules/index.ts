import type { Rule } from '../rule.ts';
import { certificatesAreMounted, mountsAreApart, probesComeIn, svidsAreWritten } from './certificates.ts';
import {
  configIsRead,
  dataIsShared,
  foldersAreWritable,
  pathsAreKnown,
  secretsAreReferred,
  variablesAreSet,
} from './files.ts';
import { networkReaches } from './network.ts';
import { containerPorts, probes } from './probes.ts';
import { imageIsPinned, processesHaveCpu, restricted } from './restricted.ts';
import { autoscalerWorks, budgetLetsGo, rollsWithoutLoss } from './scaling.ts';
import { monitored, selectorsMatch, servicePorts } from './selectors.ts';
import { drainOutlastsRequests, graceIsEnough } from './stopping.ts';

/** What holds for the base, and for what every overlay makes of it. */
export const rules: readonly Rule[] = [
  selectorsMatch,
  servicePorts,
  monitored,
  containerPorts,
  probes,
  probesComeIn,
  graceIsEnough,
  drainOutlastsRequests,
  autoscalerWorks,
  budgetLetsGo,
  rollsWithoutLoss,
  networkReaches,
  configIsRead,
  variablesAreSet,
  secretsAreReferred,
  foldersAreWritable,
  dataIsShared,
  pathsAreKnown,
  certificatesAreMounted,
  mountsAreApart,
  svidsAreWritten,
  restricted,
  processesHaveCpu,
];

/** What holds only where an overlay has named an image. */
export const overlayRules: readonly Rule[] = [imageIsPinned];
