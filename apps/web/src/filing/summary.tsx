import type { ReactNode } from 'react';
import { useTerms } from '../api/vocabularies';
import { partialTimeOf } from '../form/partial-time-field';
import { NotAssessed } from '../words/marks';
import { spanInWords } from '../words/time';
import { tellsDisclosure, type ReportDraft } from './draft';

/** The report as one would say it, with what was left open in the open. */
export function Summary({ draft, organizationName }: { draft: ReportDraft; organizationName: string }) {
  const category = useTerms('category').find((one) => one.id === draft.category)?.label;
  const channel = useTerms('channel').find((one) => one.id === draft.channel)?.label;
  const when = partialTimeOf(draft.occurredAt);
  return (
    <div className="report-sentence">
      <p>
        <strong>{draft.title.trim() || 'No title yet'}</strong>
      </p>
      <p>
        {organizationName} reports an incident whose kind is <Said then=",">{category?.toLowerCase()}</Said> severity{' '}
        <Said then=",">{draft.severity}</Said> first known access{' '}
        <Said then="." open="not recorded">
          {when ? spanInWords(when) : ''}
        </Said>{' '}
        {accountsInWords(draft)} {tellsDisclosure(draft) ? disclosureInWords(draft, channel) : null}
        <Accused draft={draft} organizationName={organizationName} />
      </p>
    </div>
  );
}

/** What was said, or that nothing was. */
function Said({ children, then, open = 'not assessed' }: { children: ReactNode; then: string; open?: string }) {
  return (
    <span className="said">
      {children ? <b>{children}</b> : <NotAssessed text={open} />}
      {then}
    </span>
  );
}

function accountsInWords({ accounts, pivots }: ReportDraft): string {
  const count = accounts.filter((one) => one.identifier.trim()).length;
  if (count === 0) {
    return 'No account is named yet.';
  }
  const steps = pivots.length === 1 ? 'one step' : `${pivots.length} steps`;
  const concerned = count === 1 ? 'One account is concerned' : `${count} accounts are concerned`;
  return `${concerned}${pivots.length > 0 ? `, with ${steps} from one to another` : ''}.`;
}

const disclosureInWords = (draft: ReportDraft, channel = 'another channel'): string =>
  `It came to light through ${channel.toLowerCase()}${draft.sourceAnonymous ? ', from an anonymous source' : ''}. `;

function Accused({ draft, organizationName }: { draft: ReportDraft; organizationName: string }) {
  return draft.accusedName.trim() ? (
    <>
      <b>{draft.claimant.trim() || organizationName}</b> accuses <b>{draft.accusedName.trim()}</b>.
    </>
  ) : (
    'Nobody is accused.'
  );
}
