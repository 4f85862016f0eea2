import type { Account, Incident, PartialTime } from '../api/shapes';
import { useLabel } from '../api/vocabularies';
import { spanInWords } from '../words/time';

/** The case in sentences, each made from its record and from nothing else. */
export function Narrative({ incident }: { incident: Incident }) {
  const channel = useLabel('channel');
  const stance = useLabel('stance');
  const lines = [
    ...pivotLines(incident),
    ...incident.disclosures.map(
      (one) =>
        `${capital(said(one.publicAt ?? one.receivedAt))}${one.anonymous ? 'an anonymous source' : (one.source?.name ?? one.sourceDescription ?? 'somebody')} disclosed through ${channel(one.channel).toLowerCase()}: ${one.summary}`,
    ),
  ];
  const stances = [...new Set(incident.claims.map((one) => one.stance))].map(
    (id) => `${stance(id).toLowerCase()} (${incident.claims.filter((one) => one.stance === id).length})`,
  );
  return (
    <>
      {incident.affectedAccounts.length > 0 ? (
        <p className="prose">{accountsInWords(incident.affectedAccounts)}</p>
      ) : null}
      {lines.length > 0 ? (
        <ul className="narrative">
          {lines.map((line) => (
            <li key={line}>{line}</li>
          ))}
        </ul>
      ) : null}
      <p className="prose">
        {incident.claims.length === 0
          ? 'Nobody has said on the record who did it.'
          : `Who did it is ${incident.claims.length === 1 ? 'the subject of one claim' : `the subject of ${incident.claims.length} claims`}: ${stances.join(', ')}. Ascribe concludes nothing from their number.`}
      </p>
    </>
  );
}

const ORDER = ['confirmed', 'suspected', 'contained', 'restored', 'ruled_out'];

function accountsInWords(accounts: Account[]): string {
  const parts = ORDER.flatMap((status) => {
    const count = accounts.filter((one) => one.status === status).length;
    return count > 0 ? [`${count} ${status.replace('_', ' ')}`] : [];
  });
  return `${accounts.length === 1 ? 'One account is' : `${accounts.length} accounts are`} concerned: ${parts.join(', ')}.`;
}

function pivotLines(incident: Incident): string[] {
  const name = (id: string): string =>
    incident.affectedAccounts.find((one) => one.id === id)?.identifier ?? 'an account';
  return incident.pivots.map(
    (one) =>
      `${capital(said(one.at))}${name(one.fromAccountId)} was used against ${name(one.toAccountId)}${one.method ? ` (${one.method.toLowerCase()})` : ''}.`,
  );
}

const said = (time: PartialTime | null): string =>
  time?.at
    ? `${time.precision === 'instant' || time.precision === 'hour' ? 'on ' : time.precision === 'day' ? 'on ' : 'in '}${spanInWords(time)}, `
    : '';

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
