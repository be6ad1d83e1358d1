import { describeBodies } from '../../libs/service-client/test/body-properties.suite.ts';
import { startFetchEcho } from './support/fetch-echo.ts';

describeBodies(startFetchEcho);
