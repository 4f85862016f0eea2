import type { ApplicationUnderTest, Client } from '@app/testing';

export interface Said {
  readonly by: string;
  readonly stance?: string;
  readonly on?: string;
  readonly restsOn?: readonly Named[];
  readonly respondsTo?: readonly Named[];
  readonly more?: object;
}

export interface Named {
  readonly kind: string;
  readonly id: string;
}

const named = ({ kind, id }: Named): Named => ({ kind, id });

interface Standing {
  readonly caseVersion: number;
  readonly validAt: string;
  readonly knownAt: string;
  readonly hypotheses: readonly (Record<string, unknown> & {
    readonly id: string;
    readonly independentLines: number;
    readonly lines: readonly { readonly roots: readonly Named[]; readonly claimIds: readonly string[] }[];
    readonly disputed: boolean;
    readonly disputedBy: readonly { readonly partyId: string; readonly claimId: string }[];
    readonly gaps: readonly { readonly code: string; readonly ids: readonly string[] }[];
    readonly assessments: readonly Record<string, unknown>[];
  })[];
}

/** A case with one hypothesis, and who says what about it, by name. */
export class AttributionCase {
  private readonly parties = new Map<string, string>();

  private constructor(
    readonly client: Client,
    readonly id: string,
    readonly hypothesisId: string,
  ) {}

  static async given(_: ApplicationUnderTest, client: Client, filing: object = {}): Promise<AttributionCase> {
    const { body } = await client.post('/incidents', { title: 'Documents were leaked', ...filing }).expect(201);
    const hypothesis = { kind: 'threat_actor', label: 'An actor of the state', level: 'state' };
    const added = await client.post(`/incidents/${body.id}/hypotheses`, hypothesis).expect(201);
    return new AttributionCase(client, body.id as string, added.body.id as string);
  }

  get path(): string {
    return `/incidents/${this.id}`;
  }

  async party(name: string): Promise<string> {
    const known = this.parties.get(name);
    if (known) {
      return known;
    }
    const unique = `${name} ${this.id}`;
    const { body } = await this.client.post('/parties', { name: unique, kind: 'vendor' }).expect(201);
    this.parties.set(name, body.id as string);
    return body.id as string;
  }

  async claim({ by, stance = 'attributes', on = '2024-08-09', restsOn, respondsTo, more }: Said): Promise<object> {
    return {
      hypothesisId: this.hypothesisId,
      claimantId: await this.party(by),
      stance,
      statement: `${by} ${stance}.`,
      saidAt: { at: `${on}T00:00:00Z`, precision: 'day' },
      ...(restsOn ? { restsOn: restsOn.map(named) } : {}),
      ...(respondsTo ? { respondsTo: respondsTo.map(named) } : {}),
      ...more,
    };
  }

  async says(said: Said): Promise<Named & { readonly createdAt: string }> {
    const { body } = await this.client.post(`${this.path}/claims`, await this.claim(said)).expect(201);
    return { kind: 'claim', id: body.id as string, createdAt: body.createdAt as string };
  }

  /** The whole answer; `moment` is the query. */
  async standing(moment = '', client: Client = this.client): Promise<Standing> {
    const { body } = await client.get(`${this.path}/attribution${moment}`).expect(200);
    return body as Standing;
  }

  /** Of the hypothesis. */
  async of(moment = '', client: Client = this.client): Promise<Standing['hypotheses'][number]> {
    const { hypotheses } = await this.standing(moment, client);
    const found = hypotheses.find(({ id }) => id === this.hypothesisId);
    if (!found) {
      throw new Error('The standing has no such hypothesis.');
    }
    return found;
  }
}
