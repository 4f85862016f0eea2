import { ApiProperty } from '@nestjs/swagger';
import { TLP, tlpAllows, type Tlp } from '@app/platform';
import { CAPACITIES, type Caller, type Capacity, type CaseSight } from '../caller.js';
import { mayInCase } from '../case.policy.js';
import { mayWrite } from '../organization.policy.js';
import { participantState } from '../participant.entity.js';
import type { NamedParticipant } from '../participants.repository.js';

export class ParticipantAbilitiesView {
  amend: boolean;
  end: boolean;
  /** Look at the case as they see it: header `Ascribe-View-As` on reads. */
  viewAs: boolean;
}

export class ParticipantView {
  id: string;

  @ApiProperty({ type: String, nullable: true })
  organizationId: string | null;

  @ApiProperty({ type: String, nullable: true })
  userId: string | null;

  /** Of the organization or the person. */
  name: string;

  @ApiProperty({ enum: CAPACITIES })
  capacity: Capacity;

  @ApiProperty({ enum: TLP })
  maxTlp: Tlp;

  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  until: string | null;

  /** Taken by the person themselves (break-glass), for {@link reason} and a few hours. Every read by it is logged. */
  elevated: boolean;

  /** Why it was taken; of an elevation. */
  @ApiProperty({ type: String, nullable: true })
  reason: string | null;

  @ApiProperty({ type: String, nullable: true })
  invitedById: string | null;

  /** Who let them in, by name; null for an elevation. */
  @ApiProperty({ type: String, nullable: true })
  invitedByName: string | null;

  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  endedAt: string | null;

  /** Whether it lets them see the case now: not ended, and cleared for its marking. */
  seesCase: boolean;

  createdAt: string;
  /** The case version at which it last changed; its ETag. */
  version: number;
  abilities: ParticipantAbilitiesView;
}

export class ParticipantPage {
  @ApiProperty({ type: [ParticipantView] })
  items: ParticipantView[];

  @ApiProperty({ type: String, nullable: true })
  nextCursor: string | null;
}

const mayViewAs = (caller: Caller, sight: CaseSight): boolean =>
  caller.session !== undefined && !caller.borrowed && mayInCase(sight, 'participants.manage');

export function presentParticipant(
  participant: NamedParticipant,
  { caller, sight, now }: { caller: Caller; sight: CaseSight; now: Date },
): ParticipantView {
  const { endedAt, until, maxTlp, name, invitedByName, elevated } = participant;
  const manages = endedAt === null && mayWrite(caller) && mayInCase(sight, 'participants.manage');
  return {
    ...participantState(participant),
    name,
    invitedByName,
    seesCase: endedAt === null && (until === null || until > now) && tlpAllows(maxTlp, sight.tlp),
    abilities: { amend: manages && !elevated, end: manages, viewAs: endedAt === null && mayViewAs(caller, sight) },
  };
}
