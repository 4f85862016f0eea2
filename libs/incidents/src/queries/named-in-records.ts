/** Where the state of each kind of record names people: asked by kind, since looking for each key in each state costs more than the read. */
const PEOPLE: Readonly<Record<string, readonly string[]>> = {
  incident: ['leadId', 'reportedById'],
  claim: ['recordedById', 'withdrawal,byId'],
  comment: ['authorId'],
  task: ['assigneeId'],
  merger: ['byId'],
  evidence: ['withdrawal,byId'],
  custody_step: ['recordedById'],
  finding: ['submittedById', 'decision,byId', 'withdrawal,byId'],
  finding_account: ['recordedById'],
  inquiry: ['recordedById'],
  dissent: ['authorId'],
  ach_column: ['authorId'],
};
/** Where it names parties. */
const PARTIES: Readonly<Record<string, readonly string[]>> = {
  disclosure: ['sourcePartyId', 'receivedByPartyId'],
  artifact: ['authenticityBy'],
  claim: ['claimantId'],
  evidence: ['obtainedFromPartyId'],
  finding: ['partyId'],
  inquiry: ['partyId'],
};

/** SQL: names by id of those whom the states of `from` name. */
function namesOf(table: string, from: string, places: Readonly<Record<string, readonly string[]>>): string {
  const rows = Object.entries(places).flatMap(([kind, paths]) =>
    paths.map((path) => `('${kind}', '{${path}}'::text[])`),
  );
  return `coalesce((SELECT json_object_agg(n.id, n.name) FROM ${table} n WHERE n.id IN (
  SELECT (l.state #>> k.path)::uuid FROM ${from} l JOIN (VALUES ${rows.join(', ')}) k (kind, path) ON k.kind = l.kind)), '{}'::json)`;
}
/** SQL: the people whom the states of `from` name, by id. `from` has `kind` and `state`. */
export const peopleNamedSql = (from: string): string => namesOf('app_user', from, PEOPLE);

/** SQL: the parties whom they name, by id. */
export const partiesNamedSql = (from: string): string => namesOf('party', from, PARTIES);
