import { Injectable } from '@nestjs/common';
import { jobPrincipal } from '@app/access';
import { UnitOfWork } from '@app/platform';
import { CATALOGUE_ACTORS } from '../catalogue/actors.js';
import { CATALOGUE_PARTIES } from '../catalogue/parties.js';
import { Catalogue } from '../catalogue.repository.js';

@Injectable()
export class SeedCatalogue {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly catalogue: Catalogue,
  ) {}

  /** Brings the shipped catalogue to this version's; again does nothing. Entries of organizations are not touched. */
  async execute(): Promise<{ changed: number }> {
    return await this.unitOfWork.run(jobPrincipal('catalogue', 'catalogue'), async (tx) => {
      const parties = await this.catalogue.putParties(tx, CATALOGUE_PARTIES);
      return { changed: parties + (await this.catalogue.putActors(tx, CATALOGUE_ACTORS)) };
    });
  }
}
