import { JUDGEMENTS } from './steps-judgements.js';
import { SAID } from './steps-claims.js';
import { FILING } from './steps-filing.js';
import { PARTICIPATIONS } from './steps-participations.js';
import { RECORDS } from './steps-records.js';
import type { Step } from './world.js';

/** What is done in the two worlds, in order. A step that a caller may not see is done in the fuller one only. */
export const STEPS: readonly Step[] = [...FILING, ...PARTICIPATIONS, ...RECORDS, ...SAID, ...JUDGEMENTS];
