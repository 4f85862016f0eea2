import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import { ArrayMaxSize, IsArray, IsUUID, Matches } from 'class-validator';
import { TLP, type OrganizationId, type PartialTime, type Tlp } from '@app/platform';
import { ListOf, OneOf, Optional, PageQuery, Text, Texts, TimeInWorld, Uuid } from '@app/platform/http';
import { PAPS, type Pap } from '../findings.js';
import { OBSERVABLE_NAMES } from '../observables.rules.js';

const OBSERVABLES_MAX = 1000;
const TECHNIQUES_MAX = 200;
const ACCOUNTS_MAX = 500;

/** Ids; in lower case from here on. */
const Uuids =
  (max: number): PropertyDecorator =>
  (target, property) => {
    const lowered = ({ value }: { value: unknown }): unknown =>
      Array.isArray(value) ? value.map((id: unknown) => (typeof id === 'string' ? id.toLowerCase() : id)) : value;
    for (const decorate of [Transform(lowered), IsArray(), ArrayMaxSize(max), IsUUID('all', { each: true })]) {
      decorate(target, property as string);
    }
  };

export class ObservableDto {
  /** The names of STIX 2.1 (`domain-name`, `ipv4-addr`, ...), `ip` and `hash` are taken for ours. */
  @ApiProperty({ enum: OBSERVABLE_NAMES })
  @OneOf(OBSERVABLE_NAMES)
  type: string;

  /** Also defanged: `hxxps://evil[.]example` is kept as `https://evil.example`. Never fetched. */
  @Text(4000)
  value: string;
}

export class FindingContentDto {
  @Text(2000)
  summary: string;

  /** Markdown. */
  @Optional()
  @Text(100_000)
  detail?: string;

  @Optional()
  @ListOf(() => ObservableDto, OBSERVABLES_MAX)
  observables?: ObservableDto[];

  /** Ids of MITRE ATT&CK: `T1566` or `T1566.002`. */
  @Optional()
  @Texts(TECHNIQUES_MAX, 9)
  @Matches(/^T\d{4}(?:\.\d{3})?$/, { each: true, message: '$property must hold ids such as T1566.002' })
  techniques?: string[];

  /** Accounts of the case that it concerns. */
  @ApiPropertyOptional({ type: [String], format: 'uuid' })
  @Optional()
  @Uuids(ACCOUNTS_MAX)
  accountIds?: string[];

  /** A victim that is not named: "a former senior advisor". */
  @Optional()
  @Text(500)
  concerns?: string;

  /** What it asks of the receiver. */
  @Optional()
  @Text(4000)
  asks?: string;

  /** In your own words: how sure you are. */
  @Optional()
  @Text(2000)
  confidenceStated?: string;

  @Optional()
  @TimeInWorld()
  observedAt?: PartialTime;

  @ApiPropertyOptional({ enum: TLP })
  @Optional()
  @OneOf(TLP)
  tlp?: Tlp;

  /** What the receiver may do with it (Permissible Actions Protocol). */
  @ApiPropertyOptional({ enum: PAPS })
  @Optional()
  @OneOf(PAPS)
  pap?: Pap;
}

export class FindingDto extends FindingContentDto {
  /** For which of your organizations; may be left out where only one takes part. */
  @Optional()
  @Uuid()
  organizationId?: OrganizationId;
}

export class FindingSupersessionDto extends FindingContentDto {
  @Text(4000)
  reason: string;
}

export class FindingReasonDto {
  @Text(4000)
  reason: string;
}

export class FindingAccountDto {
  @Uuid()
  accountId: string;

  /** Why it is this account; kept with the link. */
  @Optional()
  @Text(4000)
  reason?: string;
}

export class TechniquesQuery extends PageQuery {
  /** Part of an id or a name. */
  @Optional()
  @Text(200)
  q?: string;
}
