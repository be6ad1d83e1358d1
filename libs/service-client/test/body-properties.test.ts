import { describeBodies } from './body-properties.suite.ts';
import { startEcho } from './echo-service.ts';

describeBodies(startEcho);
