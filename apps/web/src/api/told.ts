import type { Tlp } from './shapes';
import { client, dataOf } from './client';
import { paged } from './queries';
import type { Page } from './shapes';

export interface Attempt {
  number: number;
  at: string;
  outcome: 'sent' | 'failed' | 'withheld' | 'retried_by_person';
  detail: string | null;
  by?: { id: string; name: string } | null;
}

export interface Delivery {
  id: string;
  channel: 'in_app' | 'email';
  address: string | null;
  status: 'pending' | 'sending' | 'sent' | 'withheld' | 'dead';
  attempts: Attempt[];
  createdAt: string;
  subject?: string;
  recipient?: { kind: string; id: string; name: string };
  incident?: { id: string; reference: string; title: string } | null;
  abilities?: { retry?: boolean };
}

export interface Notification {
  id: string;
  kind: string;
  subject: string;
  body: string;
  reason: string;
  path: string;
  tlp: Tlp;
  createdAt: string;
  readAt: string | null;
  acknowledgedAt: string | null;
  recipient?: { kind: string; id: string; name: string };
  deliveries?: Delivery[];
}

export interface MailboxMessage {
  id: string;
  from: string;
  to: string;
  subject: string;
  text: string;
  html: string;
  headers: Record<string, string>;
  at: string;
}

export interface Stakeholder {
  id: string;
  name: string;
  role: string;
  email: string | null;
  maxTlp: Tlp;
  incidentId: string | null;
  endedAt: string | null;
}

const EVERY_MS = 20_000;
const anywhere = client as unknown as {
  GET: (path: string, init: unknown) => Promise<{ data?: unknown }>;
  POST: (path: string, init: unknown) => Promise<{ data?: unknown }>;
};
const list = async <T>(path: string, query: Record<string, unknown>): Promise<Page<T>> => (await dataOf(anywhere.GET(`/api/v1${path}`, { params: { query: { limit: 100, ...query } } }))) as Page<T>;
export const post = async (path: string, init: unknown): Promise<unknown> => await dataOf(anywhere.POST(`/api/v1${path}`, init));

export const needsMeQuery = { ...paged(['notifications'], async (cursor) => await list<Notification>('/notifications', { cursor })), refetchInterval: EVERY_MS };
export const mailboxQuery = { ...paged(['mailbox'], async (cursor) => await list<MailboxMessage>('/mailbox', { cursor })), refetchInterval: EVERY_MS };
export const deliveriesQuery = (status: string | undefined) => ({ ...paged(['deliveries', status], async (cursor) => await list<Delivery>('/deliveries', { cursor, status })), refetchInterval: EVERY_MS });
export const toldQuery = (incidentId: string) => paged(['incident', incidentId, 'notifications'], async (cursor) => await list<Notification>(`/incidents/${incidentId}/notifications`, { cursor }));
export const stakeholdersQuery = (organizationId: string) => ({ ...paged(['organizations', organizationId, 'stakeholders'], async (cursor) => await list<Stakeholder>(`/organizations/${organizationId}/stakeholders`, { cursor })), enabled: organizationId !== '' });
