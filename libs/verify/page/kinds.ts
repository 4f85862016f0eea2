/** What a file is to the verifier. */
export const KINDS = {
  bundle: 'Bundle',
  checkpoint: 'Older checkpoint of mine',
  keys: 'Keys of the log',
  policy: 'Policy',
  receipt: 'Receipt',
  evidence: 'Evidence file',
} as const;
export type Kind = keyof typeof KINDS;

/** Nothing of text that is read whole is greater. */
const TEXT_BYTES_MAX = 1024 * 1024;
const KEY = /^\S+\+[0-9a-f]{8}\+[A-Za-z0-9+/]{44}=*$/;
const POLICY = /^(?:log|witness|group|quorum)[ \t]|^#/;
const CHECKPOINT = /^[^\n]+\n\d+\n[A-Za-z0-9+/]{43}=\n/;

const everyLine = (text: string, pattern: RegExp): boolean => {
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  return lines.length > 0 && lines.every((line) => pattern.test(line));
};

/** A guess, which whoever has the file may correct. */
export async function kindOf(file: File): Promise<Kind> {
  if (file.name.endsWith('.jsonl')) {
    return 'bundle';
  }
  return file.size > TEXT_BYTES_MAX ? 'evidence' : kindOfText(await file.text());
}

export function kindOfText(text: string): Kind {
  if (text.startsWith('ascribe-receipt/')) {
    return 'receipt';
  }
  if (CHECKPOINT.test(text)) {
    return 'checkpoint';
  }
  if (everyLine(text, KEY)) {
    return 'keys';
  }
  return everyLine(text, POLICY) ? 'policy' : 'evidence';
}
