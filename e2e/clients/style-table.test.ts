import { describeStyleTables } from '../../libs/service-client/test/style-table.suite.ts';
import { startFetchEcho } from './support/fetch-echo.ts';

describeStyleTables(startFetchEcho);
