import { openSqlite } from './outbox.ts';
import { describeOutbox } from './outbox-suite.ts';

describeOutbox('SQLite', () => openSqlite());
