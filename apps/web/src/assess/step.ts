import type { Incident } from '../api/shapes';
import type { AssessDraft } from './draft';

/** What each step of the form is given. */
export interface StepProps {
  draft: AssessDraft;
  set: <K extends keyof AssessDraft>(name: K) => (value: AssessDraft[K]) => void;
  incident: Incident;
}
