export { KeepStakeholders, type StakeholderInput, type StakeholderPatch } from './actions/keep-stakeholders.js';
export { Remind } from './actions/remind.js';
export { SendDeliveries } from './actions/send-deliveries.js';
export { NotificationsModule } from './notifications.module.js';
export { REASONS, type Reason } from './recipients.rules.js';
export { Stakeholder, stakeholderState, STAKEHOLDER_CHANNELS, type StakeholderState } from './stakeholder.entity.js';
export { Stakeholders, type RegisterOf } from './stakeholders.repository.js';
export type { IncidentStaleV1, IncidentUntriagedV1, TaskDueSoonV1, TaskOverdueV1 } from './tracking.events.js';
export { Transport, type Posted, type Posting } from './transport.js';
