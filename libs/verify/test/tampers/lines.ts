import type { Line } from '../test-bundle.js';
import { jcs, type State, type TestLog } from '../test-log.js';

/** What a dishonest exporter makes of honest lines. Lines are then sealed anew, text is taken as it is. */
export type Tamper = (lines: Line[], log: TestLog) => readonly State[] | string;
/** What is done, and the code by which it is named. */
export type Tampering = readonly [what: string, code: string, tamper: Tamper];

export const of = (lines: Line[], type: string): Line[] => lines.filter((line) => line.type === type);
/** Entries that are told in fields. */
export const told = (lines: Line[]): Line[] =>
  of(lines, 'entry').filter(({ disclosures }) => disclosures !== undefined);
export const put = (line: Line | undefined, members: State): void => void Object.assign(line ?? {}, members);
export const without = (lines: Line[], line: Line | undefined): Line[] => lines.filter((one) => one !== line);
export const swap = (a: Line | undefined, b: Line | undefined, names: string[]): void => {
  const [was, is] = [a, b].map((line) => Object.fromEntries(names.map((name) => [name, line?.[name] ?? null])));
  put(a, is ?? {});
  put(b, was ?? {});
};
const disclosed = (line: Line): [salt: string, name: string, value: State][] =>
  (line['disclosures'] as string[]).map((text) => JSON.parse(Buffer.from(text, 'base64url').toString()) as never);
export const retell = (line: Line, name: string, value: State | string | null): void =>
  put(line, {
    disclosures: disclosed(line).map(([salt, one, was]) =>
      Buffer.from(jcs([salt, one, one === name ? value : was])).toString('base64url'),
    ),
  });
export const untell = (line: Line | undefined, name: string): void => {
  const disclosures = (line?.['disclosures'] ?? []) as string[];
  put(line, { disclosures: disclosures.filter((_, i) => disclosed(line as Line)[i]?.[1] !== name) });
};
export const doing = (lines: Line[], action: string): Line =>
  told(lines).find((line) =>
    disclosed(line).some(([, name, value]) => name === 'action' && (value as unknown) === action),
  ) as Line;
export const raised = (text: string): string =>
  text.replace(/[a-y0-8](?=[^a-y0-8]*$)/, (one) => String.fromCharCode(one.charCodeAt(0) + 1));
