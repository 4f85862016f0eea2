import { useId, useRef } from 'react';
import './marks.css';

const ICD_203 = 'https://www.dni.gov/files/documents/ICD/ICD-203.pdf';

const SENTENCES = {
  tlp: [
    'TLP',
    'Traffic Light Protocol 2.0: who may be shown this, from RED (only the people told by name) to CLEAR (anyone).',
    'https://www.first.org/tlp/',
  ],
  severity: [
    'Severity',
    'How bad this is for you, in four steps. Until somebody says, it is not assessed, which is not the same as low.',
  ],
  category: [
    'Kind of incident',
    'One class of the European RSIT taxonomy, so that cases can be counted alike everywhere.',
    'https://github.com/enisaeu/Reference-Security-Incident-Taxonomy-Task-Force',
  ],
  disclosure: [
    'Disclosure',
    'How something came to light: who showed it, to whom, and when. The one who discloses need not be the one who broke in.',
  ],
  admiralty: [
    'Admiralty grading',
    'Two separate grades: the reliability of the source (A to F) and the credibility of what it says (1 to 6).',
  ],
  finding: [
    'Finding',
    'What a vendor, an agency or the team found out, with what to look for. The team accepts or rejects it; it is never edited, only superseded or withdrawn.',
  ],
  evidence: [
    'Evidence',
    'What was gathered: a file that is kept here, or a reference to something elsewhere. It is never deleted: it is withdrawn, with the reason.',
  ],
  sha256: [
    'SHA-256',
    'The fingerprint of a file. Two files with the same one are the same to the last bit, and a file that was altered has another.',
  ],
  custody: [
    'Chain of custody',
    'Who had this in hand, what they did with it, and when: what lets others trust that it is what was found.',
  ],
  claim: [
    'Claim',
    'One party’s statement about who did it. It is never edited: it is superseded, withdrawn or redacted, each leaving its trace.',
  ],
  hypothesis: ['Hypothesis', 'A possible answer to the question who did it. “Unknown” is always one of them.'],
  pivot: ['Pivot', 'One account that was used to get at another.'],
  pseudonym: [
    'Pseudonym',
    'What a holder who is not disclosed is called in this case, the same for every reader. The name is kept apart, and each look at it is recorded.',
  ],
  knownAt: [
    'As known at',
    'The case exactly as Ascribe had it recorded at that moment. Nothing recorded later is shown.',
  ],
  authenticity: [
    'Authenticity',
    'Whether what was shown is what it is said to be: claimed, verified, disputed or unverified, and by whom.',
  ],
  capacity: ['Capacity', 'What somebody from elsewhere may do in this one case.'],
  stakeholder: ['Stakeholder', 'Somebody who must be told, up to the marking that they are cleared for.'],
  deadLetter: [
    'Dead letter',
    'A message that could not be delivered after every attempt. Nobody has been told by it until it is retried.',
  ],
  likelihood: [
    'Likelihood',
    'How likely an organization holds this answer, in one of seven degrees that each stand for a range in percent. It says nothing about how good its grounds are: that is confidence.',
    ICD_203,
  ],
  confidence: [
    'Confidence',
    'How good the grounds of an assessment are: its assumptions, its sources, its argument. Low confidence does not mean unlikely. The two are never said in one sentence.',
    ICD_203,
  ],
  independentLine: [
    'Independent line',
    'One source that others draw on. A newspaper that quotes a vendor that quotes the campaign is one line, however many repeat it; a circle of citations is none.',
  ],
  echo: ['Echo', 'A claim that repeats what another one said. It adds a voice, and no independent line.'],
  root: ['Root', 'A record that rests on nothing else in this case: where a line begins.'],
  stance: [
    'Stance',
    'What a party does with an answer: attributes, corroborates, denies, disputes, declines to attribute, cannot verify, or retracts. A denial is a claim of its own, not a minus.',
  ],
  evidencePresented: [
    'Evidence shown',
    'What a claimant put before others: nothing, a description, technical detail, or something that others can verify themselves.',
  ],
  gap: [
    'What is missing',
    'What would be needed before this could carry more weight, read off the record by fixed rules.',
  ],
  standing: [
    'Standing',
    'Who did it, as far as it can be stated at a moment. It is computed from the record and never typed in; every figure opens to the records that made it.',
  ],
  saidBy: [
    'Said by',
    'The clock of the world: what had been said or published by then, whenever it was recorded here.',
  ],
  knownBy: [
    'Known to us by',
    'The clock of the record: what had been written down in Ascribe by then, whenever it was said.',
  ],
  inquiry: [
    'Inquiry',
    'That a party was asked. When it has not answered by the time given, its silence is on the record too.',
  ],
  assessment: [
    'Assessment',
    'An organization’s own judgement at a moment, approved by a second person. It is never edited, only followed by another one.',
  ],
  ledger: [
    'Ledger',
    'A log to which entries are only ever added. Its key signs how long it is and a hash over all of it, so that whoever keeps one such checkpoint can prove later that nothing before it was rewritten.',
    'https://www.rfc-editor.org/rfc/rfc9162.html#section-2',
  ],
  checkpoint: [
    'Checkpoint',
    'What the log signs: how many entries it has, and one hash over all of them. Keep one, and every later log can be held against it.',
    'https://c2sp.org/tlog-checkpoint',
  ],
  witness: [
    'Witness',
    'Somebody else who signs checkpoints, and only those that continue what they signed before. With a witness nobody can be shown another log unseen.',
    'https://c2sp.org/tlog-witness',
  ],
  receipt: ['Receipt', 'A signed promise, given with each write, that its entries will be in the log within a minute.'],
} as const satisfies Record<string, readonly [string, string, string?]>;

export type ExplainedWord = keyof typeof SENTENCES;

/** A domain term at its first place on a page, with its one sentence a press away. */
export function Explained({ word, children }: { word: ExplainedWord; children?: React.ReactNode }) {
  const note = useRef<HTMLSpanElement>(null);
  const noteId = useId();
  const [label, sentence, link] = SENTENCES[word] as readonly [string, string, string?];
  return (
    <span className="explained">
      <button
        type="button"
        popoverTarget={noteId}
        title={sentence}
        onClick={(event) => place(note.current, event.currentTarget)}
      >
        {children ?? label}
      </button>
      <span popover="auto" role="note" id={noteId} ref={note}>
        {sentence}
        {link ? (
          <>
            {' '}
            <a href={link} rel="noreferrer noopener" target="_blank">
              The full text
            </a>
          </>
        ) : null}
      </span>
    </span>
  );
}

const NOTE_PX = { width: 340, height: 130, gap: 6, edge: 16 };

/** Under the word, or above it near the bottom; never beyond the edge of the screen. */
function place(note: HTMLElement | null, word: HTMLElement): void {
  if (!note) {
    return;
  }
  const box = word.getBoundingClientRect();
  const width = Math.min(NOTE_PX.width, window.innerWidth - 2 * NOTE_PX.edge);
  const left = Math.max(NOTE_PX.edge, Math.min(box.left, window.innerWidth - width - NOTE_PX.edge));
  const below = box.bottom + NOTE_PX.height < window.innerHeight;
  note.style.left = `${left}px`;
  note.style.top = below ? `${box.bottom + NOTE_PX.gap}px` : 'auto';
  note.style.bottom = below ? 'auto' : `${window.innerHeight - box.top + NOTE_PX.gap}px`;
}
