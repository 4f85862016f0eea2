import { factsOf, meaningOf, sentenceOf, shownOf, VERDICTS, type Verification } from '../src/index.js';
import { element } from './element.js';

const MARKS = { verified: '\u2713', failed: '\u2717', unreadable: '?' } as const;

/**
 * What came out, for a screen and for paper.
 *
 * @param against what else was given, in words.
 */
export function resultOf(file: File, against: readonly string[], verification: Verification) {
  const { report, ...rest } = verification;
  const { verdict } = rest;
  const { shown, more } = shownOf(rest);
  const title = `${MARKS[verdict]} ${VERDICTS[verdict].toUpperCase()}`;
  const checked = `${file.name}, ${file.size.toLocaleString('en')} bytes, checked ${new Date().toISOString()}`;
  const items = shown.map((finding) => {
    const [place, ...sentence] = sentenceOf(finding).split(': ');
    const said = sentence.join(': ').slice(0, -finding.code.length - 2);
    const strong = element('strong', {}, `${place}:`);
    return element('li', { className: finding.severity }, strong, ` ${said}`, element('code', {}, finding.code));
  });
  return element(
    'article',
    { className: 'result' },
    element('h2', { className: `verdict ${verdict}` }, title),
    element('p', {}, meaningOf(verdict)),
    element('p', {}, element('small', {}, checked)),
    element('p', {}, element('small', {}, `Held against: ${against.join('; ') || 'nothing else'}`)),
    element('ul', {}, ...factsOf(verification).map((fact) => element('li', {}, fact))),
    element('h3', {}, 'What was found'),
    element('ul', { className: 'findings' }, ...items, ...more.map((words) => element('li', {}, words))),
    actsOf(file.name, rest),
    ...(report === undefined ? [] : [reportOf(report)]),
  );
}

const reportOf = (report: string): HTMLElement =>
  element(
    'details',
    {},
    element('summary', {}, 'The report, made again from what was read'),
    element('pre', {}, report),
  );

function actsOf(name: string, verification: Verification): HTMLElement {
  const print = element('button', { type: 'button', onclick: () => window.print() }, 'Print');
  const save = element('button', { type: 'button' }, 'Save as JSON');
  save.onclick = () => {
    const url = URL.createObjectURL(new Blob([`${JSON.stringify(verification, undefined, 2)}\n`]));
    element('a', { href: url, download: `${name}.verification.json` }).click();
    setTimeout(() => URL.revokeObjectURL(url), 60_000);
  };
  return element('p', { className: 'act' }, print, save);
}
