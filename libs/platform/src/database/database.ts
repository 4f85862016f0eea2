import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type pg from 'pg';
import { DataSource } from 'typeorm';
import { Clock } from '../clock.js';
import type { Principal, Purpose } from '../principal.js';
import { statement, type Statement } from './statement.js';
import { together } from './together.js';

/** Who acts, for the length of the transaction: what row-level security goes by (ADR 8). */
export const IDENTIFY = statement(
  'identify',
  `SELECT set_config('app.user', $1, true), set_config('app.orgs', $2, true), set_config('app.purpose', $3, true),
     set_config('app.case', $4, true), set_config('app.credential', $5, true), set_config('app.now', $6, true),
     set_config('app.guest', $7, true)`,
);

/** The same, with one plan for all values of what follows: see `Statement.plannedOnce`. */
const IDENTIFY_FOR_ONE_PLAN = statement(
  'identify',
  `${IDENTIFY.text}, set_config('plan_cache_mode', 'force_generic_plan', true)`,
);

/** @param clock whose time decides what has run out, where it stands still; else the database's does. */
export const identity = (principal: Principal, clock: Clock): string[] => [
  principal.userId ?? '',
  `{${principal.organizationIds.join(',')}}`,
  principal.purpose ?? '',
  principal.caseId ?? '',
  principal.idempotency?.caller ?? '',
  clock.standsAt()?.toISOString() ?? '',
  principal.key ? '' : (principal.userId ?? ''),
];

/** Reads by named statements, and the connection that the unit of work writes on. */
@Injectable()
export class Database {
  constructor(
    @InjectDataSource() readonly source: DataSource,
    private readonly clock: Clock,
  ) {
    const watched = new WeakSet<pg.PoolClient>();
    // The pool listens for errors of idle connections only. One that breaks while it is in use, between
    // two queries, would end the process; so its next query fails, and it is thrown away.
    this.pool.on('acquire', (client) => {
      if (!watched.has(client)) {
        watched.add(client);
        client.on('error', () => undefined);
      }
    });
  }

  private get pool(): pg.Pool {
    return (this.source.driver as unknown as { master: pg.Pool }).master;
  }

  async connect(): Promise<pg.PoolClient> {
    return await this.pool.connect();
  }

  /** One read with the caller's identity set, in one round trip: the four messages are pipelined. */
  async read<Row extends object>(principal: Principal, query: Statement, values: readonly unknown[]): Promise<Row[]> {
    const [rows] = await this.inOneTrip<Row>(principal, [[query, values]]);
    return rows ?? [];
  }

  /** Several statements in one transaction and one round trip, each seeing what was committed before it (READ COMMITTED). */
  async inOneTrip<Row extends object>(
    principal: Principal,
    queries: readonly (readonly [Statement, readonly unknown[]])[],
  ): Promise<Row[][]> {
    const client = await this.pool.connect();
    together(client);
    const identify = queries.some(([query]) => query.plannedOnce) ? IDENTIFY_FOR_ONE_PLAN : IDENTIFY;
    try {
      const [, , ...results] = await Promise.all([
        client.query('BEGIN'),
        client.query({ ...identify, values: identity(principal, this.clock) }),
        ...queries.map(async ([query, values]) => await client.query<Row>({ ...query, values: [...values] })),
        client.query('COMMIT'),
      ]);
      return results.slice(0, queries.length).map((result) => result.rows as Row[]);
    } finally {
      client.release();
    }
  }

  /** A statement of a job, which acts for a purpose and for nobody: it reaches the rows that serve this purpose (ADR 8). */
  async forPurpose<Row extends object>(purpose: Purpose, query: Statement, values: readonly unknown[]): Promise<Row[]> {
    return await this.read<Row>({ userId: null, organizationIds: [], purpose, requestId: purpose }, query, values);
  }

  /** A statement in nobody's name: sign-in, look-up of sessions, upkeep. No row of a case answers it. */
  async bare<Row extends object>(query: Statement, values: readonly unknown[]): Promise<Row[]> {
    const { rows } = await this.pool.query<Row>({ ...query, values: [...values] });
    return rows;
  }
}
