import { InviteParticipant } from '@app/access';
import { RecordAttribution, type ClaimInput, type Stance } from '@app/attribution';
import { RecordDisclosures, type DisclosureInput } from '@app/disclosure';
import {
  AddComment,
  AmendIncident,
  RecordAccounts,
  RecordTasks,
  TransitionIncident,
  type AccountInput,
  type Status,
} from '@app/incidents';
import { KeepStakeholders } from '@app/notifications';
import { PartyReferences, type PartyKind } from '@app/parties';
import {
  statement,
  UnitOfWork,
  type Tx,
  type OrganizationId,
  type PartialTime,
  type PartyId,
  type Precision,
} from '@app/platform';
import { FileReport } from '@app/reporting';
import type { DemoCase, DemoProgram } from './demo-program.js';

/** A time in the world: `2024-06` is a month, `2024-06-14` a day. */
const time = (text: string): PartialTime => {
  const precision = ({ 4: 'year', 7: 'month', 10: 'day' } as Record<number, Precision>)[text.length] ?? 'instant';
  const at = precision === 'instant' ? text : `${text}${'-01-01'.slice(text.length - 4)}T00:00:00.000Z`;
  return { at: precision === 'day' ? `${text}T00:00:00.000Z` : at, precision };
};

const FILED = statement(
  'demo_filed_ids',
  `SELECT (SELECT id FROM hypothesis WHERE incident_id = $1 AND kind = 'threat_actor') AS "hypothesisId",
     (SELECT id FROM claim WHERE incident_id = $1) AS "claimId"`,
);

/** The hypothesis and the claim of the report that was just filed: later claims name them. */
async function idsOf(tx: Tx): Promise<{ hypothesisId: string; claimId: string }> {
  const [row] = await tx.sql<{ hypothesisId: string; claimId: string }>(FILED, [tx.case.incidentId]);
  return row ?? { hypothesisId: '', claimId: '' };
}

interface Said {
  readonly by: string;
  readonly stance: Stance;
  readonly on: string;
  readonly statement: string;
  readonly basis?: ClaimInput['basis'];
  readonly shown?: ClaimInput['evidencePresented'];
  readonly namedAs?: string;
  readonly sure?: string;
  readonly title?: string;
  readonly restsOn?: readonly string[];
  readonly respondsTo?: readonly string[];
}

/** The parties of the case that the shipped catalogue does not know, each with its kind. */
const PARTIES: Readonly<Record<string, PartyKind>> = {
  Microsoft: 'vendor',
  Google: 'vendor',
  Meta: 'vendor',
  OpenAI: 'vendor',
  Politico: 'media',
  'The newsletter that published the file': 'media',
  'A political newsletter': 'media',
  "The state's mission to the United Nations": 'government',
  'The candidate': 'person_role',
  FBI: 'agency',
  'ODNI, FBI and CISA': 'agency',
  'US Department of Justice': 'agency',
  CISA: 'agency',
  'The persona "Robert"': 'other',
};

/**
 * The case of 2024, filed step by step as it became known: what the public chronology says,
 * in our own sentences, with organizations and roles in the place of persons.
 */
export class Case2024 {
  private readonly parties = new Map<string, PartyId>();
  private readonly claims = new Map<string, string>();
  private hypothesisId = '';
  private case: DemoCase | undefined;

  constructor(
    private readonly demo: DemoProgram,
    private readonly organizationIds: Readonly<Record<'campaign' | 'vendor' | 'counsel' | 'other', OrganizationId>>,
  ) {}

  async file(): Promise<void> {
    await this.nameParties();
    await this.registerStakeholders();
    await this.ninthOfAugust();
    await this.tenthOfAugust();
    await this.secondWeek();
    await this.governmentSpeaks();
    await this.september();
    await this.nextYear();
  }

  private async nameParties(): Promise<void> {
    const named = await this.demo.at('2024-08-09T13:00:00Z').step('parties', 'analyst', async (caller) =>
      this.demo.get(UnitOfWork).run(caller, async (tx) => {
        tx.concerns(this.organizationIds.campaign);
        const ids: Record<string, PartyId> = {};
        for (const [name, kind] of Object.entries(PARTIES)) {
          ids[name] = await this.demo.get(PartyReferences).named(tx, this.organizationIds.campaign, { name, kind });
        }
        ids['The campaign'] = await this.demo.get(PartyReferences).partyOf(tx, this.organizationIds.campaign);
        return ids;
      }),
    );
    for (const [name, id] of Object.entries(named)) {
      this.parties.set(name, id);
    }
  }

  private async registerStakeholders(): Promise<void> {
    const people = [
      ['Campaign counsel', 'Counsel', 'counsel@demo.example', 'amber+strict'],
      ['Communications director', 'Communications', 'communications@demo.example', 'amber'],
      ['Donor office', 'Donor relations', 'donors@demo.example', 'green'],
    ] as const;
    for (const [name, role, email, maxTlp] of people) {
      await this.demo
        .at('2024-08-09T13:30:00Z')
        .step(`stakeholder ${name}`, 'admin', async (caller) =>
          this.demo
            .get(KeepStakeholders)
            .register(
              caller,
              { organizationId: this.organizationIds.campaign, incidentId: null },
              { name, role, email, maxTlp },
              ({ id }) => ({ id }),
            ),
        );
    }
  }

  private async ninthOfAugust(): Promise<void> {
    const report = {
      title: "A former adviser's mailbox was taken over and used to phish a campaign official",
      summary:
        "A vendor's public report describes a spear-phishing message to a high-ranking official of a presidential campaign, sent in June from the taken-over account of a former senior adviser. It names no campaign. Campaign IT recognizes the message.",
      category: 'intrusions',
      severity: 'high' as const,
      tlp: 'amber' as const,
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
      ] satisfies (AccountInput & { key: string })[],
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
          sourcePartyId: this.party('Microsoft'),
          anonymous: false,
          channel: 'vendor_notice',
          publicAt: time('2024-08-09'),
          reliability: 'B',
          credibility: 2,
          summary:
            'A public report on foreign activity around the election describes the spear-phishing; the campaign is not named.',
        },
      ] satisfies (DisclosureInput & { key: string })[],
      claims: [
        {
          key: 'D02',
          claimantId: this.party('Microsoft'),
          stance: 'attributes' as const,
          basis: 'technical' as const,
          evidencePresented: 'described' as const,
          hypothesis: {
            kind: 'threat_actor' as const,
            label: 'An actor of the Iranian state',
            level: 'state' as const,
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
    };
    const filed = await this.demo.at('2024-08-09T14:05:00Z').step('file', 'it', async (caller) =>
      this.demo.get(FileReport).execute(caller, this.organizationIds.campaign, report, async (tx, incident) => ({
        incidentId: incident.id,
        organizationId: incident.organizationId,
        reference: incident.reference,
        records: await idsOf(tx),
      })),
    );
    this.case = filed;
    this.hypothesisId = filed.records.hypothesisId;
    this.claims.set('D02', filed.records.claimId);
    await this.amend('2024-08-09T14:40:00Z', 'lead takes it', { leadId: this.demo.userId('lead') });
    await this.go('2024-08-09T14:42:00Z', 'triage', 'The vendor report matches a message in our own logs.');
    await this.task(
      '2024-08-09T14:50:00Z',
      'Ask the mail provider for the sign-in log of the official',
      'it',
      '2024-08-12T16:00:00Z',
    );
    await this.invite('2024-08-09T15:10:00Z', 'vendor', 'contributor', 'amber');
    await this.invite('2024-08-09T15:12:00Z', 'counsel', 'auditor', 'amber+strict');
  }

  private async tenthOfAugust(): Promise<void> {
    await this.go(
      '2024-08-10T13:00:00Z',
      'investigating',
      'A newspaper holds internal documents: this is more than an attempt.',
    );
    await this.disclose('2024-08-10T13:10:00Z', 'Politico', {
      sourcePartyId: this.party('The persona "Robert"'),
      sourceDescription: 'Anonymous sender with an AOL address',
      anonymous: true,
      channel: 'press',
      receivedByPartyId: this.party('Politico'),
      receivedAt: time('2024-07-22'),
      publicAt: time('2024-08-10'),
      reliability: 'F',
      credibility: 3,
      summary:
        'Since 22 July an anonymous sender has been offering internal campaign documents to a newspaper. Two people confirmed that they are real; who the sender is, and why, was not verified.',
      artifacts: [
        {
          title: "Vetting file on the running mate's vulnerabilities, 271 pages",
          description: 'Dated 23 February 2024.',
          authenticity: 'verified',
          authenticityBy: this.party('Politico'),
        },
      ],
    });
    await this.say('2024-08-10T13:30:00Z', 'D06', {
      by: 'The campaign',
      stance: 'attributes',
      on: '2024-08-10',
      basis: 'political',
      shown: 'none',
      restsOn: ['D02'],
      statement:
        'The documents were obtained illegally from foreign sources hostile to the United States. The statement cites the vendor as having found that hackers broke into the account of a high-ranking official, which is more than the vendor wrote.',
    });
    await this.say('2024-08-10T14:00:00Z', 'D05', {
      by: 'Politico',
      stance: 'cannot_verify',
      on: '2024-08-10',
      basis: 'media',
      statement: 'The newspaper did not verify who the sender is, nor what moves them.',
    });
    await this.say('2024-08-10T18:00:00Z', 'D07', {
      by: "The state's mission to the United Nations",
      stance: 'denies',
      on: '2024-08-10',
      basis: 'political',
      shown: 'none',
      respondsTo: ['D02', 'D06'],
      statement: 'The state has no plan to interfere in the election, or to attack it by computer.',
    });
    await this.say('2024-08-10T23:00:00Z', 'D08', {
      by: 'The candidate',
      stance: 'attributes',
      on: '2024-08-10',
      basis: 'political',
      shown: 'none',
      restsOn: ['D02'],
      statement:
        'One of the many web sites was hacked, and only public information was taken. This does not agree with what the campaign says.',
    });
    await this.account('2024-08-10T23:20:00Z', {
      identifier: 'www.meridian2024.example',
      kind: 'website',
      status: 'suspected',
      note: 'Named by the candidate; nothing in our logs supports it so far.',
    });
    await this.comment(
      '2024-08-11T09:00:00Z',
      'analyst',
      "The campaign's claim rests on the vendor's report and adds no evidence of its own: one line, not two. @lead@demo.example please see the wording before counsel does.",
    );
  }

  private async secondWeek(): Promise<void> {
    await this.say('2024-08-12T20:00:00Z', 'D09', {
      by: 'FBI',
      stance: 'declines_to_attribute',
      on: '2024-08-12',
      statement: 'The bureau confirms that it is investigating, and says nothing of who it was.',
    });
    await this.comment(
      '2024-08-13T15:00:00Z',
      'lead',
      'The other campaign says that the bureau told it in July that it was a target too; it knows of no breach.',
    );
    await this.disclose('2024-08-14T16:00:00Z', 'Google', {
      sourcePartyId: this.party('Google'),
      anonymous: false,
      channel: 'platform_notice',
      receivedByPartyId: this.party('FBI'),
      receivedAt: time('2024-07'),
      publicAt: time('2024-08-14'),
      reliability: 'B',
      credibility: 2,
      summary:
        "The provider blocked many log-in attempts against about a dozen people around both campaigns in May and June. One political consultant's personal mailbox was entered; it was referred to law enforcement in early July.",
    });
    await this.account('2024-08-14T16:10:00Z', {
      identifier: 'consultant-personal-mailbox',
      provider: 'Gmail',
      kind: 'email',
      status: 'confirmed',
      holder: { role: 'Political consultant', disclosed: false },
      firstSeenAt: time('2024-06'),
    });
    await this.say('2024-08-14T16:20:00Z', 'D11', {
      by: 'Google',
      stance: 'corroborates',
      on: '2024-08-14',
      basis: 'technical',
      shown: 'described',
      namedAs: 'APT42',
      respondsTo: ['D02'],
      statement:
        "Targeting of about a dozen people in May and June by a group that the provider ties to the same state, from its own telemetry. It does not say that this group leaked the documents, and its name for the group is not the other vendor's.",
      title: 'Post on targeting around the election',
    });
    await this.hypothesis('2024-08-16T18:00:00Z', 'Storm-2035, an influence operation');
    await this.comment(
      '2024-08-16T18:05:00Z',
      'analyst',
      'The accounts that were banned today belong to an influence operation, another actor than the intruder. Kept as a hypothesis of its own, and not merged.',
    );
    await this.go(
      '2024-08-16T20:00:00Z',
      'contained',
      'Passwords and tokens of all senior staff are renewed, and the adviser account is closed.',
    );
    await this.done('2024-08-16T20:10:00Z', 'Renew the credentials of all senior staff');
  }

  private async governmentSpeaks(): Promise<void> {
    await this.say('2024-08-19T21:00:00Z', 'D13', {
      by: 'ODNI, FBI and CISA',
      stance: 'corroborates',
      on: '2024-08-19',
      basis: 'intelligence',
      shown: 'none',
      respondsTo: ['D02', 'D06', 'D11'],
      sure: 'confident (no level of ICD 203 is given)',
      statement:
        'The intelligence community attributes the activity against the campaign to the state, and is confident that it sought access to people close to both campaigns by social engineering and other means.',
      title: 'Joint statement',
    });
    await this.say('2024-08-20T09:00:00Z', 'D14', {
      by: "The state's mission to the United Nations",
      stance: 'denies',
      on: '2024-08-20',
      basis: 'political',
      shown: 'none',
      respondsTo: ['D13'],
      statement:
        'The allegations have no basis; the state has neither the intention nor the motive, and asks for evidence.',
    });
    await this.say('2024-08-23T17:00:00Z', 'D15', {
      by: 'Meta',
      stance: 'corroborates',
      on: '2024-08-23',
      basis: 'technical',
      shown: 'described',
      namedAs: 'APT42',
      respondsTo: ['D11'],
      statement:
        "A small cluster of messenger accounts that posed as technical support is blocked; it is linked to the same group from the messenger's own telemetry. There is no sign that an account was compromised.",
    });
  }

  private async september(): Promise<void> {
    await this.say('2024-09-18T20:00:00Z', 'D16', {
      by: 'ODNI, FBI and CISA',
      stance: 'corroborates',
      on: '2024-09-18',
      basis: 'intelligence',
      shown: 'none',
      restsOn: ['D13'],
      statement:
        'In late June and early July excerpts of the stolen material were mailed to people then associated with the opposing campaign; there is no information that any of them answered.',
    });
    await this.say('2024-09-18T22:00:00Z', 'D17', {
      by: "The state's mission to the United Nations",
      stance: 'denies',
      on: '2024-09-18',
      basis: 'political',
      shown: 'none',
      respondsTo: ['D16'],
      statement: 'The allegation is unfounded and not admissible; the mission asks for substantiated documents.',
    });
    await this.disclose('2024-09-26T15:00:00Z', 'publication', {
      sourcePartyId: this.party('The newsletter that published the file'),
      anonymous: false,
      channel: 'press',
      publicAt: time('2024-09-26'),
      reliability: 'C',
      credibility: 2,
      summary: 'The vetting file is published in full: the first public release of a leaked document.',
    });
    await this.disclose('2024-09-26T16:00:00Z', 'ongoing', {
      sourcePartyId: this.party('A political newsletter'),
      anonymous: false,
      channel: 'press',
      publicAt: time('2024-09-26'),
      reliability: 'C',
      credibility: 3,
      summary:
        'Among the leaked documents is a letter of 15 September: whoever leaks still had access after the disclosure of August.',
    });
    await this.go(
      '2024-09-26T16:30:00Z',
      'investigating',
      'A letter of 15 September is among the leaked documents: what we held to be contained was not.',
    );
    await this.say('2024-09-27T18:00:00Z', 'D20', {
      by: 'US Department of Justice',
      stance: 'corroborates',
      on: '2024-09-27',
      basis: 'legal',
      shown: 'described',
      restsOn: ['D13'],
      statement:
        "Three members of the state's military are indicted for the intrusion and the leak, with access from about May 2024. An indictment is an allegation.",
      title: 'Indictment',
    });
    await this.amend('2024-09-27T18:20:00Z', 'first access moves', {
      occurredAt: time('2024-05'),
      reason: 'The indictment dates the first access to about May 2024.',
    });
    await this.say('2024-09-27T21:00:00Z', 'D21', {
      by: "The state's mission to the United Nations",
      stance: 'denies',
      on: '2024-09-27',
      basis: 'political',
      shown: 'none',
      respondsTo: ['D20'],
      statement: 'The state does not take part in the internal conflicts or electoral disputes of another.',
    });
    await this.task(
      '2024-09-27T21:30:00Z',
      'Find the access that was still open in September',
      'it',
      '2024-10-04T16:00:00Z',
    );
  }

  private async nextYear(): Promise<void> {
    await this.disclose('2025-06-30T20:00:00Z', 'persona', {
      sourcePartyId: this.party('The persona "Robert"'),
      anonymous: true,
      channel: 'press',
      publicAt: time('2025-06-30'),
      reliability: 'F',
      credibility: 6,
      summary:
        'The persona is back, claims to hold about 100 gigabytes of mail of people around the campaign, and threatens to sell it.',
    });
    await this.say('2025-06-30T23:00:00Z', 'D23', {
      by: 'CISA',
      stance: 'cannot_verify',
      on: '2025-06-30',
      basis: 'political',
      shown: 'none',
      statement:
        'The material is purportedly stolen and not verified; the agency calls the announcement propaganda of a hostile foreign adversary.',
    });
  }

  private party(name: string): PartyId {
    const id = this.parties.get(name);
    if (!id) {
      throw new Error(`The demo knows no party called ${name}.`);
    }
    return id;
  }

  private get of(): DemoCase {
    if (!this.case) {
      throw new Error('The case is not filed yet.');
    }
    return this.case;
  }

  private async say(at: string, key: string, said: Said): Promise<void> {
    const links = (keys: readonly string[] = []) =>
      keys.map((one) => ({ kind: 'claim' as const, id: this.claims.get(one) ?? '' }));
    const input: ClaimInput = {
      hypothesisId: this.hypothesisId,
      claimantId: this.party(said.by),
      stance: said.stance,
      basis: said.basis,
      evidencePresented: said.shown,
      statement: said.statement,
      namedAs: said.namedAs,
      confidenceStated: said.sure,
      source: said.title ? { title: said.title, publisher: said.by } : undefined,
      saidAt: time(said.on),
      restsOn: links(said.restsOn),
      respondsTo: links(said.respondsTo),
    };
    const { id } = await this.demo
      .at(at)
      .step(key, 'analyst', async (caller) =>
        this.demo
          .get(RecordAttribution)
          .addClaim(caller, this.demo.sight('analyst', this.of), input, (state) => ({ id: state.id })),
      );
    this.claims.set(key, id);
  }

  private async disclose(at: string, key: string, input: DisclosureInput): Promise<void> {
    await this.demo
      .at(at)
      .step(`disclosure ${key}`, 'analyst', async (caller) =>
        this.demo
          .get(RecordDisclosures)
          .add(caller, this.demo.sight('analyst', this.of), input, ({ disclosure }) => ({ id: disclosure.id })),
      );
  }

  private async account(at: string, input: AccountInput): Promise<void> {
    await this.demo
      .at(at)
      .step(`account ${input.identifier}`, 'it', async (caller) =>
        this.demo.get(RecordAccounts).add(caller, this.demo.sight('it', this.of), input, ({ id }) => ({ id })),
      );
  }

  private async hypothesis(at: string, label: string): Promise<void> {
    await this.demo
      .at(at)
      .step(`hypothesis ${label}`, 'analyst', async (caller) =>
        this.demo
          .get(RecordAttribution)
          .addHypothesis(
            caller,
            this.demo.sight('analyst', this.of),
            { kind: 'threat_actor', label, level: 'cluster' },
            ({ id }) => ({ id }),
          ),
      );
  }

  private async comment(at: string, role: string, body: string): Promise<void> {
    await this.demo
      .at(at)
      .step(`comment ${at}`, role, async (caller) =>
        this.demo.get(AddComment).execute(caller, this.demo.sight(role, this.of), { body }, ({ id }) => ({ id })),
      );
  }

  private async task(at: string, title: string, role: string, dueAt: string): Promise<void> {
    await this.demo
      .at(at)
      .step(`task ${title}`, 'lead', async (caller) =>
        this.demo
          .get(RecordTasks)
          .add(
            caller,
            this.demo.sight('lead', this.of),
            { title, assigneeId: this.demo.userId(role), dueAt },
            ({ id }) => ({ id }),
          ),
      );
  }

  private async done(at: string, title: string): Promise<void> {
    const sight = this.demo.sight('it', this.of);
    const { id, version } = await this.demo
      .at(at)
      .step(`task ${title}`, 'it', async (caller) =>
        this.demo.get(RecordTasks).add(caller, sight, { title }, (task) => ({ id: task.id, version: task.version })),
      );
    await this.demo.step(`done ${title}`, 'it', async (caller) =>
      this.demo
        .get(RecordTasks)
        .amend(caller, sight, { id, readVersion: version, patch: { status: 'done' } }, (task) => ({ id: task.id })),
    );
  }

  private async invite(
    at: string,
    who: 'vendor' | 'counsel',
    capacity: 'contributor' | 'auditor',
    maxTlp: 'amber' | 'amber+strict',
  ): Promise<void> {
    await this.demo
      .at(at)
      .step(`invite ${who}`, 'lead', async (caller) =>
        this.demo
          .get(InviteParticipant)
          .execute(
            caller,
            this.demo.sight('lead', this.of),
            { organizationId: this.organizationIds[who], capacity, maxTlp },
            ({ id }) => ({ id }),
          ),
      );
  }

  private async amend(
    at: string,
    name: string,
    patch: Parameters<AmendIncident['execute']>[1]['patch'],
  ): Promise<void> {
    this.demo.at(at);
    const readVersion = await this.demo.version('lead', this.of);
    await this.demo.step(name, 'lead', async (caller) =>
      this.demo
        .get(AmendIncident)
        .execute(caller, { sight: this.demo.sight('lead', this.of), readVersion, patch }, async () => ({ name })),
    );
  }

  private async go(at: string, to: Status, reason: string): Promise<void> {
    this.demo.at(at);
    const readVersion = await this.demo.version('lead', this.of);
    await this.demo.step(`${to} ${at}`, 'lead', async (caller) =>
      this.demo
        .get(TransitionIncident)
        .execute(
          caller,
          { sight: this.demo.sight('lead', this.of), readVersion, transition: { to, reason } },
          async () => ({ to }),
        ),
    );
  }
}
