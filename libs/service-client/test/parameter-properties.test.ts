import { startEcho } from './echo-service.ts';
import { describeParameters } from './parameter-properties.suite.ts';

describeParameters(startEcho);
