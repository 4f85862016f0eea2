import { mayInCase, type Caller, type CaseSight, type CaseVerb } from '@app/access';

/** What can be done with one record of a case. */
export interface RecordAbilities {
  readonly amend: boolean;
}

/** An API key without the scope to write can change nothing, whoever made it. */
export const mayWrite = (caller: Pick<Caller, 'key'>): boolean => !caller.key || caller.key.scopes.includes('write');

export const recordAbilities = (
  caller: Pick<Caller, 'key'>,
  sight: Pick<CaseSight, 'roles' | 'capacities'>,
  verb: CaseVerb,
): RecordAbilities => ({
  amend: mayWrite(caller) && mayInCase(sight, verb),
});
