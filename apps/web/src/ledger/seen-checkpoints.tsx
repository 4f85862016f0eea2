import { At } from '../words/at';
import type { CheckedLog } from './checked-log';
import { isKept, useRemembered } from './memory-store';
import { checkpointFileName, saveFile } from './save-file';

/** The checkpoints that this browser checked, each to be kept as a file. */
export function SeenCheckpoints({ log }: { log: CheckedLog }) {
  const seen = useRemembered(log.origin).checkpoints.toReversed();
  return seen.length === 0 ? null : (
    <section className="stack" aria-labelledby="seen">
      <h2 id="seen">Checkpoints that this browser saw</h2>
      <p className="small quiet">
        Each was checked when it was seen, and proved to continue the one before it.{' '}
        {isKept()
          ? 'They are kept in this browser only. Save one elsewhere: then you do not need this browser either.'
          : 'This browser keeps nothing beyond this tab: save what you want to compare with later.'}
      </p>
      <table className="stacking seen-table">
        <thead>
          <tr>
            <th scope="col">Entries</th>
            <th scope="col">Seen</th>
            <th scope="col">Root</th>
            <th scope="col">
              <span className="unseen">Save it</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {seen.map(({ size, root, note, seenAt }) => (
            <tr key={size}>
              <td className="numerals">{size.toLocaleString('en')}</td>
              <td data-label="Seen">
                <At at={seenAt} />
              </td>
              <td data-label="Root" className="mono" title={root}>
                {root.slice(0, 16)}…
              </td>
              <td>
                <button
                  type="button"
                  className="button bare"
                  onClick={() => saveFile(checkpointFileName(log.origin, size), note)}
                >
                  Save as a file
                  <span className="unseen">: the checkpoint of {size.toLocaleString('en')} entries</span>
                </button>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
