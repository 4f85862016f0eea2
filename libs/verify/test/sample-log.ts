import { TestLog } from './test-log.js';

/** Two cases with everything in them: entries of both versions, evidence, an erasure, new keys, witnesses. */
export function sampleLog(): TestLog {
  const log = new TestLog('log.example/ascribe', 2);
  log.add('c1', 'incident', 'c1', { reference: 'INC-1', title: 'A phish' }, 1);
  log.add('c1', 'comment', 'x1', { text: 'of the older version', tags: [] }, 1);
  log.add('c2', 'incident', 'c2', { reference: 'INC-2', title: 'Another' });
  log.add('c1', 'comment', 'x2', { text: 'Mrs. Doe clicked it', tags: ['a'] });
  log.rotate('log');
  log.add('c1', 'evidence', 'v1', {
    title: 'Mail',
    stored: true,
    sha256: 'ab'.repeat(32),
    sizeBytes: 7,
    fileName: 'm.eml',
  });
  log.amend('c1', 'comment', 'x2', { text: 'Mrs. Doe did not click it' });
  log.amend('c1', 'incident', 'c1', { title: 'A spear phish' });
  log.write('c1', [
    { action: 'task.added', subject: { kind: 'task', id: 't1' }, before: null, after: { id: 't1', title: 'Call her' } },
    { action: 'task.added', subject: { kind: 'task', id: 't2' }, before: null, after: { id: 't2', title: 'Ask him' } },
  ]);
  log.caseOf('c1').records.set('task t1', { id: 't1', title: 'Call her' });
  log.caseOf('c1').records.set('task t2', { id: 't2', title: 'Ask him' });
  log.redact('c1', 'comment', 'x2', 'text');
  log.amend('c1', 'task', 't1', { title: 'Called' });
  log.rotate('receipt');
  return log;
}
