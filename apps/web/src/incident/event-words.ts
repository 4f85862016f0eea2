import type { Incident, TimelineItem } from '../api/shapes';

type Label = (id: string) => string;

interface Labels {
  status: Label;
  stance: Label;
  channel: Label;
}

interface Words {
  what: string;
  text?: string;
}

/** An event of the timeline as a sentence, made from the record that it is about. */
export function eventInWords(event: TimelineItem, incident: Incident, labels: Labels): Words {
  switch (event.subject.kind) {
    case 'pivot':
      return pivotInWords(event, incident);
    case 'disclosure':
      return disclosureInWords(event, incident, labels);
    case 'claim':
      return claimInWords(event, incident, labels);
    case 'finding':
      return { what: 'Finding', text: event.title };
    case 'evidence':
      return { what: `Evidence obtained: ${event.title}` };
    case 'custody_step':
      return { what: `Evidence ${event.title}` };
    case 'assessment':
      return { what: 'Assessment', text: event.title };
    default:
      return { what: event.kind === 'status' ? `Status: ${labels.status(event.title).toLowerCase()}` : event.title };
  }
}

function pivotInWords(event: TimelineItem, incident: Incident): Words {
  const pivot = incident.pivots.find((one) => one.id === event.subject.id);
  const name = (id: string | undefined): string =>
    incident.affectedAccounts.find((one) => one.id === id)?.identifier ?? 'an account';
  return {
    what: `${name(pivot?.fromAccountId)} was used against ${name(pivot?.toAccountId)}`,
    text: pivot?.method ?? '',
  };
}

function disclosureInWords(event: TimelineItem, incident: Incident, { channel }: Labels): Words {
  const disclosure = incident.disclosures.find((one) => one.id === event.subject.id);
  const who = disclosure?.source?.name ?? disclosure?.sourceDescription ?? 'Somebody';
  const through = disclosure ? ` (${channel(disclosure.channel).toLowerCase()})` : '';
  const what =
    event.kind === 'disclosure_public'
      ? `Public: ${who}${through}`
      : `${who} told ${disclosure?.receivedBy?.name ?? 'somebody'}${through}`;
  return { what, text: event.title };
}

function claimInWords(event: TimelineItem, incident: Incident, { stance }: Labels): Words {
  const claim = incident.claims.find((one) => one.id === event.subject.id);
  return {
    what: claim ? `${claim.claimant.name}: ${stance(claim.stance).toLowerCase()}` : 'A claim',
    text: event.title,
  };
}
