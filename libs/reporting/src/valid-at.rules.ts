import { claimAt, claimOf, saidFrom, type ClaimState } from '@app/attribution';
import type { ArtifactState, DisclosureState } from '@app/disclosure';
import type { RecordState, WholeCase } from '@app/incidents';
import type { StatusStep } from './timeline.rules.js';

/** The instant at which something came to light: received or public, whichever was first; else when it was recorded. */
const cameToLight = ({ receivedAt, publicAt, createdAt }: DisclosureState): string =>
  [receivedAt?.at, publicAt?.at].filter((at) => typeof at === 'string').toSorted()[0] ?? createdAt;

/**
 * The case as it stood in the world at a moment: what had been said and had come to light by then, and the status
 * that it had. What was recorded of the past (first access, accounts) is not taken away: it was so, whenever it was
 * learned. `validAt` and all times are RFC 3339, milliseconds, UTC.
 */
export function wholeAt(whole: WholeCase, validAt: string, steps: readonly StatusStep[]): WholeCase {
  const of = <State extends RecordState>(kind: string): State[] => (whole.records[kind] ?? []) as State[];
  const disclosures = of<DisclosureState>('disclosure').filter((disclosure) => cameToLight(disclosure) <= validAt);
  const disclosed = new Set<string>(disclosures.map(({ id }) => id));
  const status = (steps.findLast((step) => step.recordedAt <= validAt) ?? steps[0])?.status;
  return {
    ...whole,
    records: {
      ...whole.records,
      incident: of('incident').map((incident) => ({ ...incident, ...(status ? { status } : {}) })),
      disclosure: disclosures,
      artifact: of<ArtifactState>('artifact').filter(({ disclosureId, createdAt }) =>
        disclosureId ? disclosed.has(disclosureId) : createdAt <= validAt,
      ),
      claim: of<ClaimState>('claim')
        .map(claimOf)
        .filter((claim) => saidFrom(claim) <= validAt)
        .map((claim) => claimAt(claim, validAt)),
    },
  };
}
