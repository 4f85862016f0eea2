import { nodeCrypto } from './node/index.js';
import { COSIGNATURE_V1 } from './note.js';
import { parsePolicy, quorumIsMet } from './policy.js';
import { TestSigner } from '../test/test-signer.js';

const log = TestSigner.make('log.example').vkey;
const witness = (name: string) => `witness ${name} ${TestSigner.make(`${name}.example`, COSIGNATURE_V1).vkey}`;
const [x1, x2, x3, y1, y2, y3] = ['X1', 'X2', 'X3', 'Y1', 'Y2', 'Y3'].map(witness) as [
  string,
  string,
  string,
  string,
  string,
  string,
];
const read = async (...lines: string[]) => await parsePolicy(nodeCrypto, lines.map((line) => `${line}\n`).join(''));

describe('A policy (C2SP tlog-policy)', () => {
  it('with the two levels of groups of the specification wants two of X and one of Y', async () => {
    const policy = await read(
      `log ${log}`,
      '',
      ...[x1, x2, x3, 'group X-witnesses 2 X1 X2 X3', ''],
      ...[y1, y2, `${y3} https://y3.example/`, '  # who sits elsewhere', 'group Y-witnesses any Y1 Y2 Y3'],
      '\tgroup X-and-Y \t all X-witnesses Y-witnesses ',
      'quorum X-and-Y',
    );
    expect(policy.logs.map(({ key }) => key.vkey)).toEqual([log]);
    expect(policy.witnesses.map(({ name, url }) => [name, url]).at(-1)).toEqual(['Y3', 'https://y3.example/']);
    expect(quorumIsMet(policy, ['X1', 'X3', 'Y2'])).toBe(true);
    expect(quorumIsMet(policy, ['X1', 'X2', 'X3'])).toBe(false);
    expect(quorumIsMet(policy, ['X1', 'Y1', 'Y2', 'Y3'])).toBe(false);
    expect(quorumIsMet(policy, [])).toBe(false);
  });

  it('may want nobody, or one', async () => {
    expect(quorumIsMet(await read('quorum none'), [])).toBe(true);
    const one = await read(x1, x2, 'quorum X1');
    expect([quorumIsMet(one, ['X1']), quorumIsMet(one, ['X2'])]).toEqual([true, false]);
  });

  it.each([
    ['no quorum', [`log ${log}`]],
    ['two quorums', ['quorum none', 'quorum none']],
    ['a quorum of nobody known', ['quorum X1']],
    ['a quorum before its witness', ['quorum X1', x1]],
    ['an unknown word', ['quorum none', 'log2 x']],
    ['the name of something of JavaScript', ['constructor x', 'quorum none']],
    ['a log twice', [`log ${log}`, `log ${log}`, 'quorum none']],
    ['a witness twice, under two names', [x1, x1.replace('witness X1', 'witness X2'), 'quorum none']],
    ['a name twice', [x1, x2.replace('witness X2', 'witness X1'), 'quorum none']],
    ['a witness named none', [x1.replace('witness X1', 'witness none'), 'quorum none']],
    ['none in a group', [x1, 'group G any X1 none', 'quorum G']],
    ['a member of two groups', [x1, x2, 'group G any X1 X2', 'group H any X1', 'quorum G']],
    ['a member twice', [x1, 'group G 2 X1 X1', 'quorum G']],
    ['a group of none', [x1, 'group G any', 'quorum none']],
    ['more than there are', [x1, 'group G 2 X1', 'quorum G']],
    ['fewer than one', [x1, 'group G 0 X1', 'quorum G']],
    ['a number that is none', [x1, 'group G 1.0 X1', 'quorum G']],
    ['a log with the key of a witness', [`log ${TestSigner.make('w', COSIGNATURE_V1).vkey}`, 'quorum none']],
    ['a witness with the key of a log', [`witness X ${log}`, 'quorum none']],
    ['a return', ['quorum none\r']],
  ])('is refused with %s', async (_, lines) => {
    await expect(read(...lines)).rejects.toMatchObject({ name: 'FormatError' });
  });

  it('is refused without a line feed at its end', async () => {
    await expect(parsePolicy(nodeCrypto, 'quorum none')).rejects.toMatchObject({ name: 'FormatError' });
  });
});
