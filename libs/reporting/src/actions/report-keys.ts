import { Invalid } from '@app/platform';

/** The keys by which the parts of one report name each other, with the ids that they got. */
export class ReportKeys {
  private readonly ids = new Map<string, string>();

  /** @throws {Invalid} the key stands twice. */
  put(kind: string, key: string | undefined, id: string, path: string): void {
    if (key === undefined) {
      return;
    }
    if (this.ids.has(`${kind} ${key}`)) {
      throw Invalid.at(path, 'duplicate_key', `The key "${key}" stands twice in this report.`);
    }
    this.ids.set(`${kind} ${key}`, id);
  }

  /** @throws {Invalid} nothing in the report, so far, has the key. */
  get(kind: string, key: string, path: string): string {
    const id = this.ids.get(`${kind} ${key}`);
    if (id === undefined) {
      throw Invalid.at(path, 'unknown_key', `Nothing before this in the report has the key "${key}".`);
    }
    return id;
  }
}
