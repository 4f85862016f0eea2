import { tlpLabel, type Tlp } from '@app/platform';
import type { Reason } from './recipients.rules.js';
import { BECAUSE } from './wording.rules.js';

/** A mail, ready to be sent. */
export interface Mail {
  readonly from: string;
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  /** `<id@host>`, the same at each repeat. */
  readonly messageId: string;
  readonly headers: Readonly<Record<string, string>>;
}

export interface Letter {
  readonly notificationId: string;
  readonly incidentId: string | null;
  readonly subject: string;
  readonly body: string;
  readonly path: string;
  readonly tlp: Tlp;
  readonly reason: Reason;
  readonly to: string;
}

/** Who writes. */
export abstract class Sender {
  /** RFC 5322 address, with a display name or without. */
  abstract readonly from: string;
  /** Where the product is reached, without a slash at the end. */
  abstract readonly publicUrl: string;
}

// Control characters end a header or start a new one (RFC 5322, 2.2); the others turn text around, so
// that a subject could seem to say something else (Unicode UAX 9).
// oxlint-disable-next-line no-control-regex
const UNFIT_FOR_HEADER = /[\u0000-\u001f\u007f-\u009f\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069]+/g;

/** One line of plain text. */
export const headerText = (text: string): string => text.replace(UNFIT_FOR_HEADER, ' ').trim();

/** What a checkpoint in a mail is for. The mail lies with somebody else than the operator, who cannot take it back. */
const CHECKPOINT_IS_FOR =
  'The lines below fix the history of this Ascribe as it is now: whoever keeps this mail can later show whether it ' +
  'was rewritten. How: docs/guides/witness.md.';
const CHECKPOINT_BEGINS = '-----BEGIN CHECKPOINT-----';
const CHECKPOINT_ENDS = '-----END CHECKPOINT-----';

/**
 * The mail of a notification. The label stands in the subject and before the text (FIRST, TLP 2.0).
 *
 * @param checkpoint of the log, a signed note (C2SP tlog-checkpoint), to stand at the end byte by byte; null where there is no log.
 */
export function mailOf(letter: Letter, { from, publicUrl }: Sender, checkpoint: string | null = null): Mail {
  const label = tlpLabel(letter.tlp);
  const link = `${publicUrl}${letter.path}`;
  const because = BECAUSE[letter.reason];
  const host = hostOf(from);
  const thread =
    letter.incidentId === null
      ? {}
      : {
          References: `<incident.${letter.incidentId}@${host}>`,
          'In-Reply-To': `<incident.${letter.incidentId}@${host}>`,
        };
  return {
    from,
    to: headerText(letter.to),
    subject: `[${label}] ${headerText(letter.subject)}`,
    text: [label, letter.body, link, `--\n${because}`, ...checkpointText(checkpoint)].join('\n\n') + '\n',
    html: htmlOf({ label, body: letter.body, link, because, checkpoint }),
    messageId: `<${letter.notificationId}@${host}>`,
    // RFC 3834, section 5: no out-of-office replies to it.
    headers: { ...thread, 'Auto-Submitted': 'auto-generated', 'X-Auto-Response-Suppress': 'All' },
  };
}

/** The domain of the sender's address: what makes our message ids unique in the world. */
function hostOf(from: string): string {
  return /@([A-Za-z0-9.-]+)>?\s*$/.exec(from)?.[1] ?? 'localhost';
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};
const escaped = (text: string): string => text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? character);

/** The note ends in a line feed, so that the last line stands by itself. */
const checkpointText = (note: string | null): string[] =>
  note === null ? [] : [CHECKPOINT_IS_FOR, `${CHECKPOINT_BEGINS}\n${note}${CHECKPOINT_ENDS}`];

const checkpointHtml = (note: string | null): string[] =>
  checkpointText(note).map((part, index) =>
    index === 0 ? `<p><small>${escaped(part)}</small></p>` : `<pre>${escaped(part)}</pre>`,
  );

interface Page {
  readonly label: string;
  readonly body: string;
  readonly link: string;
  readonly because: string;
  readonly checkpoint: string | null;
}

function htmlOf({ label, body, link, because, checkpoint }: Page): string {
  const paragraphs = body.split('\n\n').map((text) => `<p>${escaped(text).replaceAll('\n', '<br>')}</p>`);
  return [
    '<!doctype html><html lang="en"><body>',
    `<p><strong>${escaped(label)}</strong></p>`,
    ...paragraphs,
    `<p><a href="${escaped(link)}">${escaped(link)}</a></p>`,
    `<hr><p><small>${escaped(because)}</small></p>`,
    ...checkpointHtml(checkpoint),
    '</body></html>',
  ].join('\n');
}
