import { startEcho } from './echo-service.ts';
import { describePublishedTables, describeStyleTables } from './style-table.suite.ts';

describeStyleTables(startEcho);
describePublishedTables();
