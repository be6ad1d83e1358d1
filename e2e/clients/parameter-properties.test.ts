import { describeParameters } from '../../libs/service-client/test/parameter-properties.suite.ts';
import { startFetchEcho } from './support/fetch-echo.ts';

describeParameters(startFetchEcho);
