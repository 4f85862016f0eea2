import type { Ach } from './ach-query';
import type { ShownRow } from './shown';

/** The same as the grid, as sentences: for whoever reads rather than looks. */
export function GridInWords({ ach, shown }: { ach: Ach; shown: readonly ShownRow[] }) {
  return (
    <details className="ach-more">
      <summary>The grid in words</summary>
      <ol className="ach-sentences">
        {shown.map(({ row, cells, weight, notes }) => (
          <li key={row.key}>
            <strong>{row.label}</strong> {row.title}. {notes.join(' ')} {weight.words}.
            <ul>
              {ach.hypotheses.map(({ id, label }, at) => (
                <li key={id}>
                  {label}: {cells[at]?.words ?? 'not judged'}.
                </li>
              ))}
            </ul>
          </li>
        ))}
      </ol>
    </details>
  );
}

/** How a total is made, with the table of weights. */
export function HowItCounts({ ach }: { ach: Ach }) {
  const levels = ['low', 'medium', 'high'] as const;
  const weightOf = (credibility: string, relevance: string): number | undefined =>
    ach.weightTable.find((row) => row.credibility === credibility && row.relevance === relevance)?.weight;
  return (
    <details className="ach-more">
      <summary>How it counts</summary>
      <div className="stack tight">
        <p>
          For each hypothesis, every inconsistent judgement counts once and every very inconsistent one twice, times the
          weight of the evidence. Consistent and neutral ones count nothing: what fits one hypothesis mostly fits others
          too. Of several analysts the mean is taken, over those who judged the hypothesis. Evidence that was withdrawn,
          superseded or rejected drops out by itself; what replaced it has to be judged anew.
        </p>
        <table className="ach-weights">
          <caption className="small quiet">Weight: credibility times relevance. What is not stated is medium.</caption>
          <thead>
            <tr>
              <th scope="col">Credibility</th>
              {levels.map((relevance) => (
                <th key={relevance} scope="col">
                  {relevance} relevance
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {levels.map((credibility) => (
              <tr key={credibility}>
                <th scope="row">{credibility}</th>
                {levels.map((relevance) => (
                  <td key={relevance}>{weightOf(credibility, relevance)}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </details>
  );
}
