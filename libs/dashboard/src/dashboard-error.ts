/** The dashboard does not do what was asked; its message is for the developer. */
export class DashboardError extends Error {
  override readonly name = 'DashboardError';
  readonly code = 'ERR_DASHBOARD';
}
