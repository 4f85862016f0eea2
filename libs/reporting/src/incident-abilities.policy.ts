import { mayInCase, type Caller, type CaseSight } from '@app/access';
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
  readonly addDisclosures: boolean;
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
}

export function incidentAbilities(
  caller: Pick<Caller, 'key'>,
  sight: Pick<CaseSight, 'roles' | 'capacities'>,
  status: Status,
): IncidentAbilities {
  const may = (verb: Parameters<typeof mayInCase>[1]): boolean => mayInCase(sight, verb);
  const writes = mayWrite(caller);
  const steps = writes && may('incident.transition') ? stepsFrom(status) : [];
  return {
    edit: writes && may('incident.edit'),
    assign: writes && may('incident.assign'),
    transition: steps.length > 0,
    transitionTo: steps,
    merge: writes && may('incident.merge') && isOpen(status),
    addAccounts: writes && may('accounts.write'),
    addDisclosures: writes && may('disclosures.write'),
    addClaims: writes && may('attribution.write'),
    readComments: may('comments.read'),
    comment: writes && may('comments.write'),
    readTasks: may('tasks.read'),
    addTasks: writes && may('tasks.write'),
    readParticipants: may('participants.read'),
    manageParticipants: writes && may('participants.manage'),
    readStakeholders: may('stakeholders.read'),
    manageStakeholders: writes && may('stakeholders.manage'),
    readTold: may('told.read'),
    readHistory: may('history.read'),
  };
}
