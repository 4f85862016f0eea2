import { useTerms } from '../api/vocabularies';
import { partialTimeOf } from '../form/partial-time-field';
import { NotAssessed } from '../words/marks';
import { spanInWords } from '../words/time';
import { tellsDisclosure, type ReportDraft } from './draft';

/** The report as one would say it, with what was left open in the open. */
export function Summary({ draft, organizationName }: { draft: ReportDraft; organizationName: string }) {
  const category = useTerms('category').find((one) => one.id === draft.category)?.label;
  const channel = useTerms('channel').find((one) => one.id === draft.channel)?.label;
  const accounts = draft.accounts.filter((one) => one.identifier.trim()).length;
  const when = partialTimeOf(draft.occurredAt);
  return (
    <div className="report-sentence">
      <p>
        <strong>{draft.title.trim() || 'No title yet'}</strong>
      </p>
      <p>
        {organizationName} reports {category ? <b>{category.toLowerCase()}</b> : <>an incident whose kind is <NotAssessed text="not assessed" /></>}
        , severity {draft.severity ? <b>{draft.severity}</b> : <NotAssessed text="not assessed" />}
        {when ? <>, first known access <b>{spanInWords(when)}</b></> : <>, first known access <NotAssessed text="not recorded" /></>}.{' '}
        {accounts > 0 ? (
          <>
            <b>{accounts === 1 ? 'One account is' : `${accounts} accounts are`}</b> concerned
            {draft.pivots.length > 0 ? `, with ${draft.pivots.length === 1 ? 'one step' : `${draft.pivots.length} steps`} from one to another` : ''}.{' '}
          </>
        ) : (
          'No account is named yet. '
        )}
        {tellsDisclosure(draft) ? (
          <>
            It came to light through <b>{(channel ?? 'another channel').toLowerCase()}</b>
            {draft.sourceAnonymous ? ', from an anonymous source' : ''}.{' '}
          </>
        ) : null}
        {draft.accusedName.trim() ? (
          <>
            <b>{draft.claimant.trim() || organizationName}</b> accuses <b>{draft.accusedName.trim()}</b>.
          </>
        ) : (
          'Nobody is accused.'
        )}
      </p>
    </div>
  );
}
