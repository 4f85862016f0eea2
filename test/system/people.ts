import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { AccessModule } from '@app/access';
import { LedgerModule } from '@app/ledger';
import { PartiesModule } from '@app/parties';
import { Config, PlatformModule } from '@app/platform';
import { givenMember, givenOrganization, PASSWORD, type Person } from '@app/testing';
import { SignedIn } from './client.js';
import type { Product } from './product.js';

@Module({})
class PeopleModule {}

/** An organization on a running product: who owns it, who leads its cases, who files them. */
export interface Team {
  readonly owner: Person;
  readonly lead: Person;
  readonly responder: Person;
}

/** Founds an organization in the product's database, as an administrator would. */
export async function givenTeam(product: Product): Promise<Team> {
  const config = new Config({ LOG_LEVEL: 'silent', DATABASE_POOL_MAX: '2' });
  const app = await NestFactory.createApplicationContext(
    {
      module: PeopleModule,
      imports: [PlatformModule.with(config, product.databaseUrl('app')), LedgerModule, AccessModule, PartiesModule],
    },
    { logger: ['error', 'warn', 'fatal'], abortOnError: false },
  );
  try {
    const organization = await givenOrganization({ app });
    return {
      owner: organization.owner,
      lead: await givenMember({ app }, organization, 'lead'),
      responder: await givenMember({ app }, organization, 'responder'),
    };
  } finally {
    await app.close();
  }
}

export const signIn = async (product: Product, person: Person): Promise<SignedIn> =>
  await SignedIn.as(product, person.email, PASSWORD);
