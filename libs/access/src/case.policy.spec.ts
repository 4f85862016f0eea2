import { CAPACITIES, ROLES } from './caller.js';
import { CASE_VERBS, isInside, mayInCase } from './case.policy.js';

const header = ['verb', ...ROLES, ...CAPACITIES.map((capacity) => `as ${capacity}`)];

/** Verb x ground, as a table that a person can check: a right that is added or lost shows in the diff. */
function matrix(): string {
  const rows = CASE_VERBS.map((verb) => [
    verb,
    ...ROLES.map((role) => mayInCase({ roles: [role], capacities: [] }, verb)),
    ...CAPACITIES.map((capacity) => mayInCase({ roles: [], capacities: [capacity] }, verb)),
  ]);
  const table = [header, ...rows].map((row) =>
    row.map((cell) => (typeof cell === 'boolean' ? (cell ? 'yes' : '-') : cell)),
  );
  return table
    .map((row) =>
      row
        .map((cell, index) => cell.padEnd(Math.max(...table.map((other) => (other[index] ?? '').length))))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

test('who may do what in a case', () => {
  expect(`\n${matrix()}\n`).toMatchInlineSnapshot(`
    "
    verb                 owner  lead  responder  analyst  auditor  as responder  as analyst  as contributor  as auditor  as observer
    incident.read        yes    yes   yes        yes      yes      yes           yes         yes             yes         yes
    incident.edit        yes    yes   yes        -        -        yes           -           -               -           -
    incident.transition  yes    yes   yes        -        -        yes           -           -               -           -
    incident.assign      yes    yes   yes        -        -        -             -           -               -           -
    incident.merge       yes    yes   -          -        -        -             -           -               -           -
    accounts.write       yes    yes   yes        yes      -        yes           yes         -               -           -
    names.read           yes    yes   yes        yes      yes      yes           -           -               yes         -
    disclosures.write    yes    yes   yes        yes      -        yes           yes         -               -           -
    evidence.write       yes    yes   yes        yes      -        yes           yes         yes             -           -
    findings.submit      yes    yes   yes        yes      -        yes           yes         yes             -           -
    findings.judge       yes    yes   yes        yes      -        -             -           -               -           -
    attribution.write    yes    yes   yes        yes      -        yes           yes         -               -           -
    assessments.write    yes    yes   yes        yes      -        yes           yes         -               -           -
    assessments.approve  yes    yes   -          yes      -        yes           yes         -               -           -
    comments.read        yes    yes   yes        yes      yes      yes           yes         -               yes         -
    comments.write       yes    yes   yes        yes      -        yes           yes         -               -           -
    tasks.read           yes    yes   yes        yes      yes      yes           yes         -               yes         -
    tasks.write          yes    yes   yes        yes      -        yes           yes         -               -           -
    participants.read    yes    yes   yes        yes      yes      yes           yes         -               yes         -
    participants.manage  yes    yes   -          -        -        -             -           -               -           -
    stakeholders.read    yes    yes   yes        yes      yes      yes           yes         -               yes         -
    stakeholders.manage  yes    yes   -          -        -        -             -           -               -           -
    told.read            yes    yes   yes        yes      yes      yes           yes         -               yes         -
    history.read         yes    yes   yes        yes      yes      yes           yes         -               yes         -
    reads.read           yes    yes   -          -        yes      -             -           -               -           -
    erasures.read        yes    yes   -          -        yes      -             -           -               -           -
    erasures.decide      yes    yes   -          -        -        -             -           -               -           -
    "
  `);
});

test('nobody has a right without a ground', () => {
  expect(CASE_VERBS.filter((verb) => mayInCase({ roles: [], capacities: [] }, verb))).toEqual([]);
});

test('grounds add up and take nothing away', () => {
  for (const role of ROLES) {
    for (const capacity of CAPACITIES) {
      for (const verb of CASE_VERBS) {
        const either =
          mayInCase({ roles: [role], capacities: [] }, verb) || mayInCase({ roles: [], capacities: [capacity] }, verb);
        expect(mayInCase({ roles: [role], capacities: [capacity] }, verb)).toBe(either);
      }
    }
  }
});

test('an auditor changes nothing and reads everything', () => {
  const auditor = { roles: ['auditor'], capacities: ['auditor'] } as const;
  expect(CASE_VERBS.filter((verb) => mayInCase(auditor, verb))).toEqual(
    CASE_VERBS.filter((verb) => verb.endsWith('.read')),
  );
});

test('contributors and observers are not inside', () => {
  expect(CAPACITIES.filter((capacity) => isInside({ roles: [], capacities: [capacity] }))).toEqual([
    'responder',
    'analyst',
    'auditor',
  ]);
  expect(ROLES.filter((role) => isInside({ roles: [role], capacities: [] }))).toEqual([...ROLES]);
});
