import { presentSettings } from '../admin/present-settings.ts';
import type { Context } from '../context.ts';
import type { UpdateAdminSettingsRequest, UpdateAdminSettingsResponse } from '../generated/handlers.gen.ts';

export function updateAdminSettings(
  { body }: UpdateAdminSettingsRequest,
  { dependencies }: Context,
): UpdateAdminSettingsResponse {
  return { status: 200, body: presentSettings(dependencies.settings.replace(body.feature_flags)) };
}
