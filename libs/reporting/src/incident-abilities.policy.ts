import { mayInCase, type Caller, type CaseSight, type CaseVerb } from '@app/access';
import { isOpen, mayWrite, stepsFrom, type Status } from '@app/incidents';

/** What this caller may do with an incident now: the right, and a state that allows it. */
export interface IncidentAbilities {
  readonly edit: boolean;
  readonly assign: boolean;
  readonly transition: boolean;
  /** The steps open from here; empty where the caller may take none. */
  readonly transitionTo: readonly Status[];
  readonly merge: boolean;
  readonly addAccounts: boolean;
  readonly addEvidence: boolean;
  readonly addDisclosures: boolean;
  readonly addFindings: boolean;
  readonly addClaims: boolean;
  readonly readComments: boolean;
  readonly comment: boolean;
  readonly readTasks: boolean;
  readonly addTasks: boolean;
  readonly readParticipants: boolean;
  readonly manageParticipants: boolean;
  readonly readStakeholders: boolean;
  readonly manageStakeholders: boolean;
  readonly readTold: boolean;
  readonly readHistory: boolean;
  readonly readReads: boolean;
  readonly readNames: boolean;
}

/** The rights that any state of the case allows, each with its verb. */
const WRITES = {
  edit: 'incident.edit',
  assign: 'incident.assign',
  addAccounts: 'accounts.write',
  addEvidence: 'evidence.write',
  addDisclosures: 'disclosures.write',
  addFindings: 'findings.submit',
  addClaims: 'attribution.write',
  comment: 'comments.write',
  addTasks: 'tasks.write',
  manageParticipants: 'participants.manage',
  manageStakeholders: 'stakeholders.manage',
} as const;
const READS = {
  readComments: 'comments.read',
  readTasks: 'tasks.read',
  readParticipants: 'participants.read',
  readStakeholders: 'stakeholders.read',
  readTold: 'told.read',
  readHistory: 'history.read',
  readReads: 'reads.read',
  readNames: 'names.read',
} as const;

const held = <Names extends Readonly<Record<string, CaseVerb>>>(names: Names, may: (verb: CaseVerb) => boolean) =>
  Object.fromEntries(Object.entries(names).map(([name, verb]) => [name, may(verb)])) as Record<keyof Names, boolean>;

export function incidentAbilities(
  caller: Pick<Caller, 'key'>,
  sight: Pick<CaseSight, 'roles' | 'capacities'>,
  status: Status,
): IncidentAbilities {
  const writes = mayWrite(caller);
  const may = (verb: CaseVerb): boolean => writes && mayInCase(sight, verb);
  const steps = may('incident.transition') ? stepsFrom(status) : [];
  return {
    ...held(WRITES, may),
    ...held(READS, (verb) => mayInCase(sight, verb)),
    transition: steps.length > 0,
    transitionTo: steps,
    merge: may('incident.merge') && isOpen(status),
  };
}
