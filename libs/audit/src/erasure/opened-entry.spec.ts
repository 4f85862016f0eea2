import fc from 'fast-check';
import { canonicalJson, fieldsCommitment, fieldsOf, leaf } from '@app/ledger';
import type { State } from '@app/platform';
import { entryWithout, type WholeOrOpened } from './opened-entry.js';

const seed = Buffer.alloc(32, 7);
const entryOf = (payload: State): WholeOrOpened => ({
  leaf: leaf(fieldsCommitment(fieldsOf(seed, payload))),
  salt: seed,
  body: Buffer.from(canonicalJson(payload), 'utf8'),
  opened: null,
});
const members = ['body', 'note', 'title'] as const;
const sides = fc.option(fc.record({ body: fc.uuid(), note: fc.uuid(), title: fc.uuid() }, { requiredKeys: [] }));
const valueIn = (side: State | null, name: string) => side?.[name];
const payloads = fc.record({ v: fc.constant(2), before: sides, after: sides, reason: fc.option(fc.uuid()) });

test('what is left of an entry is committed to by the same leaf, and has nothing of what was erased, one time after another', () => {
  fc.assert(
    fc.property(payloads, fc.shuffledSubarray([...members, 'reason']), (payload, gone) => {
      const first = entryOf(payload);
      let entry = first;
      for (const name of gone) {
        const left = entryWithout(entry, [name]);
        if (left?.opened) {
          entry = { ...entry, salt: null, body: Buffer.from(left.body ?? '', 'utf8'), opened: left.opened };
        }
      }
      const { opened } = entry;
      if (!opened) {
        return;
      }
      const { salt, digests, disclosures } = opened;
      expect(leaf(fieldsCommitment({ salt: Buffer.from(salt, 'base64'), digests }))).toEqual(first.leaf);
      const kept = disclosures.map((text) => Buffer.from(text, 'base64url').toString('utf8')).join('\n');
      const erased = gone.flatMap((name) =>
        name === 'reason' ? [payload.reason] : [valueIn(payload.before, name), valueIn(payload.after, name)],
      );
      for (const value of erased.filter((word) => word !== null && word !== undefined)) {
        expect(kept).not.toContain(value);
        expect(entry.body.toString('utf8')).not.toContain(value);
      }
      const whole = fieldsOf(seed, payload).fields.filter(
        ({ name }) => !gone.includes(name.replace(/^(before|after)\./, '') as never),
      );
      expect(disclosures.toSorted()).toEqual(whole.map(({ disclosure }) => disclosure).toSorted());
    }),
  );
});

test('an entry of version 1 goes whole, where it has something of what is erased', () => {
  const payload = { v: 1, before: null, after: { body: 'A name', note: null } };
  const entry = { ...entryOf(payload), leaf: leaf(Buffer.alloc(32), 1) };
  expect(entryWithout(entry, ['body'])).toEqual({ fields: ['*'], body: null, opened: null });
  expect(entryWithout(entry, ['note', 'title', 'reason'])).toBeNull();
});
