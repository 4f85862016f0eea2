import { InviteParticipant, type Capacity } from '@app/access';
import { RecordAttribution, type ClaimInput, type HypothesisInput, type Stance } from '@app/attribution';
import { RecordDisclosures, type ArtifactInput, type DisclosureInput } from '@app/disclosure';
import {
  AddComment,
  AmendIncident,
  RecordAccounts,
  RecordTasks,
  TransitionIncident,
  type AccountInput,
  type IncidentPatch,
  type Status,
} from '@app/incidents';
import type { Tlp } from '@app/platform';
import type { PartyName } from './parties.js';
import type { Telling } from './telling.js';
import { time } from './time.js';

/** Something that someone did in the case, at an instant. */
export type Step = (telling: Telling) => Promise<void>;

/** What a party said, with the claims that it draws on or answers, by their key in the chronology. */
export interface Said {
  readonly by: PartyName;
  readonly stance: Stance;
  /** When it was said. */
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

/** A disclosure, with parties by name. */
export type Disclosed = Omit<DisclosureInput, 'sourcePartyId' | 'receivedByPartyId' | 'artifacts'> & {
  readonly source: PartyName;
  readonly receivedBy?: PartyName;
  readonly artifacts?: readonly (Omit<ArtifactInput, 'authenticityBy'> & { readonly authenticityBy?: PartyName })[];
};

export const say =
  (at: string, key: string, said: Said): Step =>
  async (telling) => {
    const links = (keys: readonly string[] = []) =>
      keys.map((one) => ({ kind: 'claim' as const, id: telling.claim(one) }));
    const input: ClaimInput = {
      hypothesisId: telling.hypothesisId,
      claimantId: telling.party(said.by),
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
    const { id } = await telling.step(at, key, 'analyst', async (caller, sight) => {
      return await telling.demo.get(RecordAttribution).addClaim(caller, sight, input, (state) => ({ id: state.id }));
    });
    telling.claims.set(key, id);
  };

export const disclose =
  (at: string, key: string, { source, receivedBy, artifacts, ...disclosed }: Disclosed): Step =>
  async (telling) => {
    const input: DisclosureInput = {
      ...disclosed,
      sourcePartyId: telling.party(source),
      receivedByPartyId: receivedBy && telling.party(receivedBy),
      artifacts: artifacts?.map((artifact) => ({
        ...artifact,
        authenticityBy: artifact.authenticityBy && telling.party(artifact.authenticityBy),
      })),
    };
    await telling.step(at, `disclosure ${key}`, 'analyst', async (caller, sight) => {
      const disclosures = telling.demo.get(RecordDisclosures);
      return await disclosures.add(caller, sight, input, ({ disclosure }) => ({ id: disclosure.id }));
    });
  };

export const account =
  (at: string, input: AccountInput): Step =>
  async (telling) => {
    await telling.step(at, `account ${input.identifier}`, 'it', async (caller, sight) => {
      return await telling.demo.get(RecordAccounts).add(caller, sight, input, ({ id }) => ({ id }));
    });
  };

export const hypothesis =
  (at: string, key: string, { label, ...given }: Pick<HypothesisInput, 'kind' | 'level'> & { label: string }): Step =>
  async (telling) => {
    const { id } = await telling.step(at, `hypothesis ${label}`, 'analyst', async (caller, sight) => {
      const input = { ...given, label };
      return await telling.demo
        .get(RecordAttribution)
        .addHypothesis(caller, sight, input, (state) => ({ id: state.id }));
    });
    telling.keepHypothesis(key, id);
  };

export const comment =
  (at: string, role: string, body: string): Step =>
  async (telling) => {
    await telling.step(at, `comment ${at}`, role, async (caller, sight) => {
      return await telling.demo.get(AddComment).execute(caller, sight, { body }, ({ id }) => ({ id }));
    });
  };

export const task =
  (at: string, title: string, { role, dueAt }: { role: string; dueAt: string }): Step =>
  async (telling) => {
    await telling.step(at, `task ${title}`, 'lead', async (caller, sight) => {
      const input = { title, assigneeId: telling.demo.userId(role), dueAt };
      return await telling.demo.get(RecordTasks).add(caller, sight, input, ({ id }) => ({ id }));
    });
  };

/** A task that is written down and done at once. */
export const done =
  (at: string, title: string): Step =>
  async (telling) => {
    const tasks = telling.demo.get(RecordTasks);
    const added = await telling.step(at, `task ${title}`, 'it', async (caller, sight) => {
      return await tasks.add(caller, sight, { title }, ({ id, version }) => ({ id, readVersion: version }));
    });
    await telling.step(at, `done ${title}`, 'it', async (caller, sight) => {
      return await tasks.amend(caller, sight, { ...added, patch: { status: 'done' } }, ({ id }) => ({ id }));
    });
  };

export const invite =
  (at: string, who: 'vendor' | 'counsel', { capacity, maxTlp }: { capacity: Capacity; maxTlp: Tlp }): Step =>
  async (telling) => {
    await telling.step(at, `invite ${who}`, 'lead', async (caller, sight) => {
      const invitation = { organizationId: telling.organizationIds[who], capacity, maxTlp };
      return await telling.demo.get(InviteParticipant).execute(caller, sight, invitation, ({ id }) => ({ id }));
    });
  };

export const amend =
  (at: string, name: string, patch: IncidentPatch): Step =>
  async (telling) => {
    const readVersion = await telling.version();
    await telling.step(at, name, 'lead', async (caller, sight) => {
      const change = { sight, readVersion, patch };
      return await telling.demo.get(AmendIncident).execute(caller, change, async () => await Promise.resolve({ name }));
    });
  };

export const takeLead =
  (at: string): Step =>
  async (telling) =>
    await amend(at, 'lead takes it', { leadId: telling.demo.userId('lead') })(telling);

export const go =
  (at: string, to: Status, reason: string): Step =>
  async (telling) => {
    const readVersion = await telling.version();
    await telling.step(at, `${to} ${at}`, 'lead', async (caller, sight) => {
      const change = { sight, readVersion, transition: { to, reason } };
      return await telling.demo
        .get(TransitionIncident)
        .execute(caller, change, async () => await Promise.resolve({ to }));
    });
  };
