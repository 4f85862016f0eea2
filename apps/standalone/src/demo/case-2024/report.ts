import type { PartyId } from '@app/platform';
import type { Report } from '@app/reporting';
import type { PartyName } from './parties.js';
import { time } from './time.js';

/** What campaign IT files on 9 August 2024, on the day of the vendor's report. */
export const report = (party: (name: PartyName) => PartyId): Report => ({
  title: "A former adviser's mailbox was taken over and used to phish a campaign official",
  summary:
    "A vendor's public report describes a spear-phishing message to a high-ranking official of a presidential campaign, sent in June from the taken-over account of a former senior adviser. It names no campaign. Campaign IT recognizes the message.",
  category: 'intrusions',
  severity: 'high',
  tlp: 'amber',
  occurredAt: time('2024-06'),
  detectedAt: time('2024-08-09'),
  tags: ['spear-phishing', 'hack-and-leak'],
  affectedAccounts: [
    {
      key: 'adviser',
      identifier: 'adviser-account',
      kind: 'email',
      status: 'confirmed',
      holder: { role: 'Former senior adviser', disclosed: false },
      firstSeenAt: time('2024-06'),
      note: 'Personal account; used to send the message.',
    },
    {
      key: 'official',
      identifier: 'official@meridian2024.example',
      kind: 'email',
      status: 'suspected',
      holder: { role: 'High-ranking campaign official', disclosed: false },
      firstSeenAt: time('2024-06'),
    },
  ],
  pivots: [
    {
      fromKey: 'adviser',
      toKey: 'official',
      method: 'Spear-phishing with a link through a domain of the actor',
      at: time('2024-06'),
    },
  ],
  disclosures: [
    {
      key: 'report',
      sourcePartyId: party('Microsoft'),
      anonymous: false,
      channel: 'vendor_notice',
      publicAt: time('2024-08-09'),
      reliability: 'B',
      credibility: 2,
      summary:
        'A public report on foreign activity around the election describes the spear-phishing; the campaign is not named.',
    },
  ],
  claims: [
    {
      key: 'D02',
      claimantId: party('Microsoft'),
      stance: 'attributes',
      basis: 'technical',
      evidencePresented: 'described',
      hypothesis: {
        kind: 'threat_actor',
        label: 'An actor of the Iranian state',
        level: 'state',
      },
      statement:
        "A group that the vendor ties to the state's military intelligence sent the spear-phishing message in June from a compromised account of a former senior adviser. The report says that it was sent, and not that the official's account was entered.",
      namedAs: 'Mint Sandstorm',
      saidAt: time('2024-08-09'),
      source: {
        title: 'Report on foreign activity around the 2024 election',
        publisher: 'Microsoft Threat Analysis Center',
      },
    },
  ],
});
