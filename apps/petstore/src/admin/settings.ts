import type { DatabaseSync } from 'node:sqlite';
import { json, type Row, text } from '../store/row.ts';

export interface AdminSettings {
  readonly featureFlags: Readonly<Record<string, boolean>>;
  /** RFC 3339 */
  readonly updatedAt: string;
}

export interface Settings {
  read(): AdminSettings;
  replace(featureFlags: AdminSettings['featureFlags']): AdminSettings;
}

export function createSettings(database: DatabaseSync, now: () => Date): Settings {
  const select = database.prepare('SELECT feature_flags, updated_at FROM settings');
  const update = database.prepare('UPDATE settings SET feature_flags = ?, updated_at = ? RETURNING *');
  return {
    read: () => readSettings(select.get()),
    replace: (featureFlags) => readSettings(update.get(JSON.stringify(featureFlags), now().toISOString())),
  };
}

function readSettings(row: Row | undefined): AdminSettings {
  if (row === undefined) throw new TypeError('The database has no row of settings');
  return { featureFlags: json(row, 'feature_flags'), updatedAt: text(row, 'updated_at') };
}
