import { fresh, get, inCase, sent, type Ground, type Make } from './access-ground.js';

/** A record of the owner's that nobody has marked yet, to be marked by the caller. */
const marking =
  (list: string, body: (ground: Ground) => object): Make =>
  async (ground) => {
    const made = await ground.owner.post(inCase(ground, list), body(ground)).expect(201);
    const { id, version } = made.body as { id: string; version: number };
    return await sent(inCase(ground, `${list}/${id}`), { tlp: 'green' }, version);
  };

/** Markings of what is never edited otherwise, and the names behind pseudonyms. */
export const MARKING_REQUESTS: Readonly<Record<string, Make>> = {
  'GET /incidents/:incidentId/pseudonyms': get('/pseudonyms'),
  'PATCH /incidents/:incidentId/hypotheses/:hypothesisId': marking('/hypotheses', () => ({
    kind: 'insider',
    label: fresh('x'),
  })),
  'PATCH /incidents/:incidentId/inquiries/:inquiryId': marking('/inquiries', ({ ids }) => ({
    partyId: ids['party'],
    question: fresh('x'),
    askedAt: { at: null, precision: 'unknown' },
  })),
};
