import type { Context } from '../context.ts';
import type { SubmitFormRequest, SubmitFormResponse } from '../generated/handlers.gen.ts';

export function submitForm({ body }: SubmitFormRequest, { dependencies }: Context): SubmitFormResponse {
  const { id, waitingBefore } = dependencies.applications.submit(body);
  return { status: 200, body: { ok: true, applicationId: id, waitingBefore } };
}
