import { AmendIncident, TransitionIncident, type Status } from '@app/incidents';
import type { OrganizationId } from '@app/platform';
import { FileReport, type Report } from '@app/reporting';
import type { DemoCase, DemoProgram } from './demo-program.js';

interface Step {
  readonly at: string;
  readonly to: Status;
  readonly reason: string;
  readonly closingSummary?: string;
}

interface OtherCase {
  readonly at: string;
  readonly files: string;
  readonly leads: string;
  readonly report: Report;
  readonly steps: readonly Step[];
}

/** What else such a campaign sees in a year, so that a list is a list. */
const OF_CAMPAIGN: readonly OtherCase[] = [
  {
    at: '2024-08-21T11:20:00Z',
    files: 'it',
    leads: 'lead',
    report: {
      title: 'Volunteers get messages that pose as the campaign and ask for their passwords',
      summary: 'Fourteen volunteers of two field offices reported the same text message. Two entered their password.',
      category: 'fraud',
      severity: 'moderate',
      tags: ['phishing', 'volunteers'],
      affectedAccounts: [
        {
          identifier: 'volunteer-portal',
          kind: 'website',
          status: 'confirmed',
          note: 'Two accounts were used from abroad.',
        },
      ],
    },
    steps: [
      { at: '2024-08-21T12:00:00Z', to: 'triage', reason: 'Reported by fourteen people within an hour.' },
      { at: '2024-08-21T13:00:00Z', to: 'investigating', reason: 'Two passwords were entered.' },
      { at: '2024-08-21T17:30:00Z', to: 'contained', reason: 'Both accounts are closed, and the page is taken down.' },
      { at: '2024-08-22T10:00:00Z', to: 'remediated', reason: 'The portal asks for a second factor now.' },
      {
        at: '2024-08-23T09:00:00Z',
        to: 'closed',
        reason: 'Nothing more came.',
        closingSummary:
          'Two volunteer accounts were misused for two hours; no voter data was read. The portal asks for a second factor now.',
      },
    ],
  },
  {
    at: '2024-10-02T08:45:00Z',
    files: 'it',
    leads: 'lead',
    report: {
      title: 'A field laptop was not found after an event',
      category: 'information-content-security',
      severity: 'low',
      tags: ['device'],
    },
    steps: [
      { at: '2024-10-02T09:30:00Z', to: 'triage', reason: 'Encrypted disk; last seen at the venue.' },
      {
        at: '2024-10-03T10:00:00Z',
        to: 'rejected',
        reason: 'Found in the equipment case; it was never out of our hands.',
      },
    ],
  },
];

const OF_OTHER_CAMPAIGN: readonly OtherCase[] = [
  {
    at: '2024-08-15T10:00:00Z',
    files: 'outsider',
    leads: 'outsider',
    report: {
      title: 'Log-in attempts against the finance team',
      category: 'intrusion-attempts',
      severity: 'moderate',
      tags: ['finance'],
    },
    steps: [{ at: '2024-08-15T11:00:00Z', to: 'triage', reason: 'More than a thousand attempts in one night.' }],
  },
];

export async function fileOtherCases(
  demo: DemoProgram,
  organizations: { readonly campaign: OrganizationId; readonly other: OrganizationId },
): Promise<void> {
  for (const one of OF_CAMPAIGN) {
    await fileOne(demo, organizations.campaign, one);
  }
  for (const one of OF_OTHER_CAMPAIGN) {
    await fileOne(demo, organizations.other, one);
  }
}

async function fileOne(
  demo: DemoProgram,
  organizationId: OrganizationId,
  { at, files, leads, report, steps }: OtherCase,
): Promise<void> {
  const filed: DemoCase = await demo.at(at).step(
    `file ${report.title}`,
    files,
    async (caller) =>
      await demo.get(FileReport).execute(
        caller,
        organizationId,
        report,
        async (_tx, incident) =>
          await Promise.resolve({
            incidentId: incident.id,
            organizationId,
            reference: incident.reference,
          }),
      ),
  );
  const sight = demo.sight(leads, filed);
  const lead = await demo.version(leads, filed);
  await demo.step(
    `lead ${filed.reference} ${organizationId}`,
    leads,
    async (caller) =>
      await demo
        .get(AmendIncident)
        .execute(caller, { sight, readVersion: lead, patch: { leadId: demo.userId(leads) } }, async () => ({
          filed: filed.reference,
        })),
  );
  for (const step of steps) {
    const readVersion = await demo.at(step.at).version(leads, filed);
    await demo.step(
      `${step.to} ${filed.reference} ${organizationId}`,
      leads,
      async (caller) =>
        await demo
          .get(TransitionIncident)
          .execute(
            caller,
            { sight, readVersion, transition: step },
            async () => await Promise.resolve({ to: step.to }),
          ),
    );
  }
}
