import { mayInCase, mayWrite, type Caller, type CaseSight, type CaseVerb } from '@app/access';

export { mayWrite };

/** What can be done with one record of a case. */
export interface RecordAbilities {
  readonly amend: boolean;
}

export const recordAbilities = (
  caller: Pick<Caller, 'key'>,
  sight: Pick<CaseSight, 'roles' | 'capacities'>,
  verb: CaseVerb,
): RecordAbilities => ({
  amend: mayWrite(caller) && mayInCase(sight, verb),
});
