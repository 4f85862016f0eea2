/** Hands text to the reader as a file. */
export function saveFile(name: string, text: string): void {
  const address = URL.createObjectURL(new Blob([text], { type: 'text/plain;charset=utf-8' }));
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  // The download has begun by then, or never will.
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}

/** `example.org-ledger-1234.checkpoint` */
export const checkpointFileName = (origin: string, size: number): string =>
  `${origin.replaceAll(/[^A-Za-z0-9.-]+/g, '-')}-${size}.checkpoint`;
