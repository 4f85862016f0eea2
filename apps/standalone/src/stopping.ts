/** What is running, to be stopped in the opposite order of its start. */
export class Running {
  private readonly parts: { readonly name: string; readonly stop: () => Promise<void> }[] = [];
  private stopping: Promise<void> | undefined;

  add(name: string, stop: () => Promise<void>): void {
    this.parts.push({ name, stop });
  }

  /** Stops everything once; a part that fails does not keep the others. */
  async stop(): Promise<void> {
    this.stopping ??= this.stopAll();
    await this.stopping;
  }

  private async stopAll(): Promise<void> {
    for (const { name, stop } of this.parts.toReversed()) {
      try {
        await stop();
      } catch (error) {
        process.stderr.write(`${name} did not stop cleanly: ${String(error)}\n`);
      }
    }
  }
}

/**
 * npm and the terminal both hand a Ctrl-C on; what follows this closely is the same one.
 */
const SAME_KEYSTROKE_MS = 1_000;

/** Calls `stop` at SIGINT or SIGTERM; a second Ctrl-C does not wait for it. */
export function onStopSignal(stop: () => void): void {
  let first: number | undefined;
  const handle = (): void => {
    if (first === undefined) {
      first = performance.now();
      stop();
    } else if (performance.now() - first > SAME_KEYSTROKE_MS) {
      process.exit(130); // 128 + SIGINT; the embedded database ends by itself
    }
  };
  process.on('SIGINT', handle);
  process.on('SIGTERM', handle);
}
