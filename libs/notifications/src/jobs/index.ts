export { DeliveriesBacklog } from './deliveries.backlog.js';
export { NotificationsJobsModule } from './notifications-jobs.module.js';
export { NotifyHandler } from './notify.handler.js';
export { TrackingJob } from './tracking.job.js';
