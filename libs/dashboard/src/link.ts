export { type Attachment, attach } from './attach/attach.ts';
export type { ReadContract, WorkspaceTools } from './contract/workspace-tools.ts';
export { type Dashboard, type DashboardOptions, openDashboard } from './create-dashboard.ts';
export { DashboardError } from './dashboard-error.ts';
export { PortTakenError } from './server/loopback-server.ts';
export { type DashboardState, openState, readState } from './server/state-file.ts';
