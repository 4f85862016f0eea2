import type { RecordState } from '@app/incidents';
import { claim, day } from '../standing/facts.fixture.js';
import { weighedEvidence } from './weighed-evidence.rules.js';

const records = (...claims: object[]) => ({ claim: claims as unknown as readonly RecordState[] });
const falls = (validAt: string, ...claims: object[]): Record<string, string | null> =>
  Object.fromEntries(weighedEvidence(records(...claims), validAt).map(({ id, fall }) => [id, fall]));

describe('What can be weighed', () => {
  it('drops out when its own claimant retracts it, as in the standing, from when that was said', () => {
    const vendor = claim('vendor', { claimantId: 'vendor' as never });
    const retraction = claim('taken back', {
      claimantId: 'vendor' as never,
      stance: 'retracts',
      saidAt: { at: day(20), precision: 'day' },
    });
    expect(falls(day(19), vendor, retraction)).toEqual({ vendor: null, 'taken back': 'not_said_yet' });
    expect(falls(day(20), vendor, retraction)).toEqual({ vendor: 'retracted', 'taken back': null });
    expect(falls(day(20), vendor, { ...retraction, claimantId: 'somebody else' })).toMatchObject({ vendor: null });
  });
});
