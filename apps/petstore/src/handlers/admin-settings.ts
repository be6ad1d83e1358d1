import { presentSettings } from '../admin/present-settings.ts';
import type { Context } from '../context.ts';
import type { AdminSettingsRequest, AdminSettingsResponse } from '../generated/handlers.gen.ts';

export function adminSettings(_request: AdminSettingsRequest, { dependencies }: Context): AdminSettingsResponse {
  return { status: 200, body: presentSettings(dependencies.settings.read()) };
}
