import type { Caller, CaseSight } from '@app/access';
import type { OrganizationId, PartyId } from '@app/platform';
import type { DemoCase, DemoProgram } from '../demo-program.js';
import type { PartyName } from './parties.js';

/** The organizations of the demo, by their part in it. */
export type DemoOrganizationIds = Readonly<Record<'campaign' | 'vendor' | 'counsel' | 'other', OrganizationId>>;

/** A record that an assessment cites. */
export interface Cited {
  readonly kind: 'claim' | 'finding' | 'disclosure' | 'evidence';
  readonly id: string;
}

/** The case while it is told: what the steps so far have made. */
export class Telling {
  readonly claims = new Map<string, string>();
  private readonly records = new Map<string, Cited>();
  private readonly hypotheses = new Map<string, string>();

  constructor(
    readonly demo: DemoProgram,
    readonly organizationIds: DemoOrganizationIds,
    private readonly told: {
      readonly case: DemoCase;
      readonly hypothesisId: string;
      readonly parties: Readonly<Record<string, PartyId>>;
    },
  ) {}

  get hypothesisId(): string {
    return this.told.hypothesisId;
  }

  party(name: PartyName): PartyId {
    return found(this.told.parties[name], name);
  }

  /** A claim by its key in the chronology. */
  claim(key: string): string {
    return found(this.claims.get(key), key);
  }

  /** A record by a key of the demo's. */
  record(key: string): { readonly kind: string; readonly id: string } {
    return found(this.records.get(key), key);
  }

  keep(key: string, record: { readonly kind: string; readonly id: string }): void {
    this.records.set(key, record as Cited);
  }

  /** What an assessment or a matrix names: a claim of the chronology, or a record that was kept. */
  cited(key: string): Cited {
    const claim = this.claims.get(key);
    return claim ? { kind: 'claim', id: claim } : found(this.records.get(key), key);
  }

  /** `state` is the one that the report accuses. */
  hypothesis(key: string): string {
    return key === 'state' ? this.told.hypothesisId : found(this.hypotheses.get(key), key);
  }

  keepHypothesis(key: string, id: string): void {
    this.hypotheses.set(key, id);
  }

  /** The case's version: what a person has before their eyes when they change something. */
  async version(): Promise<number> {
    return await this.demo.version('lead', this.told.case);
  }

  async step<Answer>(
    at: string,
    name: string,
    role: string,
    work: (caller: Caller, sight: CaseSight) => Promise<Answer>,
  ): Promise<Answer> {
    const sight = this.demo.sight(role, this.told.case);
    return await this.demo.at(at).step(name, role, async (caller) => await work(caller, sight));
  }
}

function found<Of>(value: Of | undefined, name: string): Of {
  if (value === undefined) {
    throw new Error(`The demo does not know ${name} yet.`);
  }
  return value;
}
