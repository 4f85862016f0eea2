import { Injectable } from '@nestjs/common';
import {
  BeginOrganization,
  EditOrganization,
  type Caller,
  type Founding,
  type Organization,
  type OrganizationPatch,
} from '@app/access';
import { UnitOfWork, type OrganizationId, type Tx, type UserId } from '@app/platform';
import { Parties } from '../parties.repository.js';

/**
 * An organization speaks: it comes with the party that stands for it, and the two bear one
 * name. Access, which keeps organizations, knows no parties; so both are done here, in one
 * transaction.
 */
@Injectable()
export class FoundOrganization {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly begin: BeginOrganization,
    private readonly editing: EditOrganization,
    private readonly parties: Parties,
  ) {}

  /** Founds an organization; whoever does is its first owner. That they may is for the route to demand. */
  async execute<View>(
    caller: Caller,
    founding: Founding,
    present: (organization: Organization) => View,
  ): Promise<View> {
    return await this.unitOfWork.run(caller, async (tx) => present(await this.within(tx, caller.userId, founding)));
  }

  async within(tx: Tx, ownerId: UserId, founding: Founding): Promise<Organization> {
    const organization = await this.begin.within(tx, ownerId, founding);
    await this.parties.add(
      tx,
      { organizationId: organization.id, name: organization.name, kind: organization.kind },
      true,
    );
    return organization;
  }

  /** Whether some organization bears the name. Nothing forbids it, but a first one should not. */
  async isNamed(tx: Tx, name: string): Promise<boolean> {
    return await this.begin.isNamed(tx, name);
  }

  /**
   * @throws {NotFound} @throws {StaleVersion} it was changed after `readVersion`.
   * @throws {Invalid} a second factor is to be demanded by one who has passed none.
   */
  async amend<View>(
    caller: Caller,
    change: { id: OrganizationId; readVersion: number; patch: OrganizationPatch },
    present: (organization: Organization) => View,
  ): Promise<View> {
    return await this.unitOfWork.run(caller, async (tx) => {
      const { organization, renamed } = await this.editing.within(tx, caller, change, present);
      if (renamed) {
        await this.parties.renameOwn(tx, organization.id, organization.name);
      }
      return present(organization);
    });
  }
}
