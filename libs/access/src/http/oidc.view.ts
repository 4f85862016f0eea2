import { ApiProperty } from '@nestjs/swagger';
import type { IdentityProvider } from '@app/platform';
import type { Identity } from '../identity-providers/identities.repository.js';

export class ProviderView {
  /** Stands in addresses: `/auth/oidc/{id}/start`. */
  id: string;
  name: string;
}

export class ProviderPage {
  @ApiProperty({ type: [ProviderView] })
  items: ProviderView[];

  @ApiProperty({ type: String, nullable: true })
  nextCursor: string | null;
}

export class GoingView {
  /** The address of the provider, to be opened in this browser within ten minutes. */
  location: string;
}

export class IdentityAbilitiesView {
  unlink: boolean;
}

export class IdentityView {
  id: string;

  /** Null where the operator has taken the provider away: nobody signs in by it. */
  @ApiProperty({ type: ProviderView, nullable: true })
  provider: ProviderView | null;

  issuer: string;

  /** As the provider last said it. */
  @ApiProperty({ type: String, nullable: true })
  email: string | null;

  linkedAt: string;

  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  lastSignInAt: string | null;

  abilities: IdentityAbilitiesView;
}

export class IdentityPage {
  @ApiProperty({ type: [IdentityView] })
  items: IdentityView[];

  /** Whether the caller has a password besides. */
  hasPassword: boolean;

  @ApiProperty({ type: String, nullable: true })
  nextCursor: string | null;
}

export const presentProvider = ({ id, name }: IdentityProvider): ProviderView => ({ id, name });

export const presentIdentity = (
  { id, issuer, email, linkedAt, lastSignInAt }: Identity,
  provider: IdentityProvider | undefined,
  unlink: boolean,
): IdentityView => ({
  id,
  provider: provider ? presentProvider(provider) : null,
  issuer,
  email,
  linkedAt: linkedAt.toISOString(),
  lastSignInAt: lastSignInAt?.toISOString() ?? null,
  abilities: { unlink },
});
