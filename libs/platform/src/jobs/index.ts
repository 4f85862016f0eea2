export { HandleMessage } from './handle-message.js';
export {
  JobRegistry,
  type Backlog,
  type MessageHandler,
  type OutboxMessage,
  type ScheduledJob,
} from './job-registry.js';
export { OutboxRelay } from './outbox-relay.js';
export { JobsModule } from './jobs.module.js';
export { Pump } from './pump.js';
export { Queues } from './queues.js';
export { Schedules } from './schedules.js';
export { Upkeep } from './upkeep.js';
