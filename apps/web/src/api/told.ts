import type { Schemas } from '@app/api-client';
import { client, dataOf } from './client';
import { paged } from './queries';

export type Notification = Schemas['NotificationView'];
export type Told = Schemas['ToldView'];
export type Delivery = Schemas['SentDeliveryView'];
export type DeliveryOfOne = Schemas['DeliveryView'];
export type MailboxMessage = Schemas['MailboxMessageView'];
export type Stakeholder = Schemas['StakeholderView'];

const PAGE = 100;
/** Of how far a message is on its way no events tell. */
const EVERY_MS = 20_000;

/** What I was told and have not acknowledged. */
export const needsMeQuery = paged(
  ['notifications', 'unread'],
  async (cursor) =>
    await dataOf(client.GET('/api/v1/notifications', { params: { query: { limit: PAGE, cursor, unread: true } } })),
);

export const mailboxQuery = {
  ...paged(
    ['mailbox'],
    async (cursor) => await dataOf(client.GET('/api/v1/mailbox', { params: { query: { limit: PAGE, cursor } } })),
  ),
  refetchInterval: EVERY_MS,
};

export const deliveriesQuery = (status: Delivery['status'] | undefined) => ({
  ...paged(
    ['deliveries', status],
    async (cursor) =>
      await dataOf(client.GET('/api/v1/deliveries', { params: { query: { limit: PAGE, cursor, status } } })),
  ),
  refetchInterval: EVERY_MS,
});

/** Who was told what of a case, with every attempt. */
export const toldQuery = (incidentId: string) =>
  paged(
    ['incident', incidentId, 'notifications'],
    async (cursor) =>
      await dataOf(
        client.GET('/api/v1/incidents/{incidentId}/notifications', {
          params: { path: { incidentId }, query: { limit: PAGE, cursor } },
        }),
      ),
  );

export const stakeholdersQuery = (organizationId: string) => ({
  ...paged(
    ['organizations', organizationId, 'stakeholders'],
    async (cursor) =>
      await dataOf(
        client.GET('/api/v1/organizations/{organizationId}/stakeholders', {
          params: { path: { organizationId }, query: { limit: PAGE, cursor } },
        }),
      ),
  ),
  enabled: organizationId !== '',
});

const REASONS: Record<Notification['reason'], string> = {
  owner_or_lead: 'You own or lead the organization.',
  case_lead: 'You lead the case.',
  reporter: 'You reported it.',
  assignee: 'The task is yours.',
  mentioned: 'You were mentioned.',
  invited: 'You were invited to the case.',
  concerned: 'It concerns something that you wrote or recorded.',
  approver: 'You may approve it.',
  stakeholder: 'You are registered as a stakeholder.',
};

/** Why this reader is told. */
export const reasonInWords = (reason: Notification['reason']): string => REASONS[reason];
