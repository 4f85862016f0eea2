import { utcInstant } from '../words/time';
import type { Printed } from './print-query';
import type { Tally } from './tally';

interface Row {
  readonly what: string;
  readonly result: string;
}

/** What was checked in this browser, and with which result. */
export function Checks({ printed }: { printed: Printed }) {
  return (
    <section aria-labelledby="checks">
      <h2 id="checks">3. What was checked in this browser</h2>
      <table className="sheet-checks">
        <thead>
          <tr>
            <th scope="col">Check</th>
            <th scope="col">Result</th>
          </tr>
        </thead>
        <tbody>
          {rowsOf(printed).map(({ what, result }) => (
            <tr key={what}>
              <td>{what}</td>
              <td>{result}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function rowsOf({ checkpoint, log, tally }: Printed): Row[] {
  if (log.unable) {
    return [{ what: 'Everything', result: 'not checked: this browser cannot' }];
  }
  const proven = `${tally.all - tally.failed} of ${tally.all} hold`;
  const before = log.before;
  return [
    {
      what: 'The checkpoint is signed by the key of the log (Ed25519)',
      result: checkpoint ? 'holds' : 'FAILS',
    },
    {
      what: before
        ? `The log continues the ${before.size} entries that this browser saw on ${utcInstant(before.seenAt)}`
        : 'The log continues what this browser saw before',
      result: before ? (log.alarm ? 'FAILS' : 'holds') : 'seen for the first time: the key is taken on trust',
    },
    { what: 'Each field that is shown is the one that was committed to, and each commitment, leaf hash and proof of place holds', result: proven }, // prettier-ignore
    { what: 'Each change names the one before it, and none is missing', result: chain(tally) },
    { what: 'The history shows what is in the log, and nothing else', result: both(tally) },
    { what: 'Redactions, with the commitment intact', result: String(tally.redacted) },
  ];
}

function both({ unproven, unshown, told }: Tally): string {
  if (unproven + unshown === 0) {
    return 'holds';
  }
  const words = `${unproven} shown and not in the log, ${unshown} in the log and not shown`;
  return told ? `FAILS: ${words}` : words;
}

function chain({ gaps, told, all }: Tally): string {
  if (gaps > 0) {
    return `FAILS in ${gaps === 1 ? 'one place' : `${gaps} places`}`;
  }
  if (all === 0) {
    return 'nothing to check';
  }
  return told ? 'holds between them' : 'cannot be told: part of the case is withheld, or older than the chain';
}
