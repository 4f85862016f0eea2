import type { Response } from 'superagent';
import { logHeader, logText, receiptText } from './log-text.js';
import type { World } from './world.js';

const UUID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/gi;
/** Headers that say nothing of the content; the length is that of the text, which is compared. */
const HEADERS_APART = new Set(['date', 'connection', 'keep-alive', 'content-length']);
const SHOWN_CHARACTERS = 160;

/**
 * Compares what two worlds answer. Ids are random, and so each world has its own for one visible thing: they are
 * alike when each stands wherever the other does. Everything else has to be the same to the byte.
 */
export class Comparison {
  private readonly there = new Map<string, string>();
  private readonly back = new Map<string, string>();
  readonly differences: string[] = [];
  compared = 0;

  constructor(
    private readonly fewer: World,
    private readonly fuller: World,
  ) {
    for (const [name, id] of fewer.ids) {
      const other = fuller.ids.get(name);
      if (other !== undefined && !fuller.hidden.has(other)) {
        this.pair(id, other);
      }
    }
    for (const [name, { id }] of fewer.people) {
      this.pair(id, fuller.person(name).id);
    }
  }

  /** Whether the two answers are alike; keeps what is not. @param ofLog the path, where they are the log's ({@link logText}). */
  alike(where: string, fewer: Response, fuller: Response, ofLog: string | null = null): boolean {
    this.compared += 1;
    const texts = [textOf(fewer, ofLog), textOf(fuller, ofLog)] as const;
    const difference =
      this.difference(...texts) ?? this.names(texts[1], this.fuller) ?? this.names(texts[0], this.fewer);
    if (difference !== undefined) {
      this.differences.push(`${where}: ${difference}`);
    }
    return difference === undefined;
  }

  private difference(a: string, b: string): string | undefined {
    const [restA, restB] = [a.replaceAll(UUID, '*'), b.replaceAll(UUID, '*')];
    if (restA !== restB) {
      const at = [...restA].findIndex((character, index) => character !== restB[index]);
      const from = Math.max(0, (at < 0 ? restA.length : at) - 60);
      const part = (text: string): string => text.slice(from, from + SHOWN_CHARACTERS);
      return `«${part(restA)}» but, where there is more, «${part(restB)}»`;
    }
    const others = b.match(UUID) ?? [];
    const odd = (a.match(UUID) ?? []).findIndex((id, index) => !this.pair(id, others[index] ?? ''));
    return odd < 0 ? undefined : `the id number ${odd} stands for another thing`;
  }

  /** A hidden thing that the text names. */
  private names(text: string, { hidden, ids }: World): string | undefined {
    const found = (text.match(UUID) ?? []).find((id) => hidden.has(id));
    const name = [...ids].find(([, id]) => id === found)?.[0];
    return found === undefined ? undefined : `names ${name}, which is hidden`;
  }

  private pair(a: string, b: string): boolean {
    const [there, back] = [this.there.get(a), this.back.get(b)];
    if (there === undefined && back === undefined) {
      this.there.set(a, b);
      this.back.set(b, a);
      return true;
    }
    return there === b && back === a;
  }
}

/** Status, headers and body; cursors read, since an id in one is an id. */
function textOf(response: Response, ofLog: string | null): string {
  const lines = Object.entries(response.headers as Record<string, string>)
    .filter(([name]) => !HEADERS_APART.has(name))
    .map(([name, value]) => [name, headerText(name, String(value), ofLog !== null)] as const)
    .flatMap(([name, value]) => (value === null ? [] : [`${name}: ${value}`]))
    .toSorted();
  const body = Buffer.isBuffer(response.body) ? response.body.toString('base64') : response.text;
  const shown = (ofLog === null ? null : logText(response, ofLog)) ?? plain(body ?? '');
  return [String(response.status), ...lines, shown].join('\n');
}

function headerText(name: string, value: string, ofLog: boolean): string | null {
  if (name === 'ascribe-receipt') {
    return receiptText(value);
  }
  return ofLog ? logHeader(name, value) : value;
}

const plain = (body: string): string =>
  body
    .replaceAll(
      /"nextCursor":"([\w-]+)"/g,
      (_, cursor: string) => `"nextCursor":${Buffer.from(cursor, 'base64url').toString()}`,
    )
    .replaceAll(/"csrfToken":"[\w-]+"/g, '"csrfToken":"..."')
    // The secret of an invitation, which whoever invites is told once.
    .replaceAll(/"path":"\/invitations\/[\w-]+"/g, '"path":"..."')
    // The end of a key, which is random.
    .replaceAll(/"hint":"[\w-]+"/g, '"hint":"..."')
    // Up to which size of the log somebody read: each world has its own.
    .replaceAll(/"moment":\{"(from|size)":"\d+"\}/g, '"moment":{"$1":"..."}');
