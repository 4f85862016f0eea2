import { Module } from '@nestjs/common';
import { JobRegistry } from '@app/platform/jobs';
import { NotificationsModule } from '../notifications.module.js';
import { DeliveriesBacklog } from './deliveries.backlog.js';
import { NotifyHandler } from './notify.handler.js';
import { TrackingJob } from './tracking.job.js';

@Module({ imports: [NotificationsModule], providers: [NotifyHandler, DeliveriesBacklog, TrackingJob] })
export class NotificationsJobsModule {
  constructor(registry: JobRegistry, notify: NotifyHandler, deliveries: DeliveriesBacklog, tracking: TrackingJob) {
    registry.handles(notify);
    registry.worksOff(deliveries);
    registry.runs(tracking);
  }
}
