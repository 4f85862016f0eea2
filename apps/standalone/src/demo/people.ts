import type { OrganizationKind, Role } from '@app/access';

export interface DemoPerson {
  readonly email: string;
  readonly name: string;
  readonly role: Role;
  /** For the greeting: who this is, in a few words. */
  readonly about: string;
}

export interface DemoOrganization {
  readonly name: string;
  readonly kind: OrganizationKind;
  /** The first one founds the organization. */
  readonly people: readonly [DemoPerson, ...DemoPerson[]];
  readonly numberingContinuesAfter?: { readonly year: number; readonly number: number };
}

const person = (name: string, role: Role, [email, about]: readonly [string, string]): DemoPerson => ({
  email: `${email}@demo.example`,
  name,
  role,
  about,
});

/** Organizations and roles, and no private person: names are those of functions. */
export const DEMO_ORGANIZATIONS = {
  campaign: {
    name: 'Meridian 2024',
    kind: 'campaign',
    people: [
      person('Campaign IT director', 'owner', ['admin', "owner of the campaign's organization"]),
      person('Incident lead', 'lead', ['lead', 'lead']),
      person('Campaign IT', 'responder', ['it', 'responder']),
      person('Attribution analyst', 'analyst', ['analyst', 'analyst']),
    ],
  },
  vendor: {
    name: 'Northlight Security',
    kind: 'vendor',
    people: [person('Vendor threat desk', 'owner', ['vendor', 'a vendor, invited to the 2024 case'])],
  },
  counsel: {
    name: 'Alder & Finch LLP',
    kind: 'other',
    people: [person('Outside counsel', 'owner', ['auditor', 'a law firm, invited to it as auditor'])],
  },
  other: {
    name: 'Harbor for Senate',
    kind: 'campaign',
    // It kept its first six cases of the year elsewhere.
    numberingContinuesAfter: { year: 2024, number: 6 },
    people: [person('Harbor security lead', 'owner', ['outsider', "owner of another campaign's organization"])],
  },
} as const satisfies Readonly<Record<string, DemoOrganization>>;

/** Who can sign in, with one password, and what for. */
export const DEMO_PEOPLE: readonly (readonly [email: string, about: string])[] = Object.values(
  DEMO_ORGANIZATIONS,
).flatMap((organization) => organization.people.map(({ email, about }) => [email, about] as const));
