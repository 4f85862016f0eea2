import { FINDING_STATUSES, OBSERVABLE_TYPES, PAPS } from '@app/findings';
import { ACTOR_RELATIONS } from '@app/parties';
import { vocabulary } from './vocabulary.js';

/** Of findings, and of claims that actors are one. */
export const FINDING_VOCABULARIES = {
  findingStatus: vocabulary('What became of a finding.', FINDING_STATUSES, {
    submitted: ['Waits for review', 'The team has not said yet what it makes of it.'],
    accepted: 'The team takes it as good, with a reason.',
    rejected: 'The team does not, with a reason. It stays readable.',
    superseded: 'Its submitter put another in its place.',
    withdrawn: 'Its submitter took it back, with a reason. It stays readable.',
  }),
  observableType: vocabulary(
    'Something technical that can be looked for. Never fetched, and shown defanged.',
    OBSERVABLE_TYPES,
    {
      ipv4: ['IPv4 address', ''],
      ipv6: ['IPv6 address', ''],
      domain: ['Domain', ''],
      url: ['Web address', ''],
      email: ['E-mail address', ''],
      sha256: ['SHA-256', 'Hash of a file.'],
      sha1: ['SHA-1', 'Hash of a file.'],
      md5: ['MD5', 'Hash of a file.'],
      other: 'Anything else.',
    },
  ),
  pap: vocabulary('Permissible Actions Protocol (MISP): what the receiver may do with it.', PAPS, {
    clear: ['PAP:CLEAR', 'No restriction.'],
    green: ['PAP:GREEN', 'Active actions are allowed: ping it, block it.'],
    amber: ['PAP:AMBER', 'Passive checks only, also at third parties; nothing that the adversary can notice.'],
    red: ['PAP:RED', 'Only passive actions on your own logs, which nobody can notice.'],
  }),
  actorRelation: vocabulary('How one threat actor stands to another, as someone claims.', ACTOR_RELATIONS, {
    same_as: 'The two names mean one group.',
    overlaps_with: 'The two share people, means or victims.',
    part_of: 'The one is a part of the other.',
  }),
} as const;
