import type { ConfidenceScale } from './attribution.js';

/**
 * The values of the scales that a party may have used itself: likelihood in the seven degrees of ICD 203 (2015), and
 * analytic confidence in three (JP 2-0). One is never derived from the other.
 */
export const SCALE_VALUES: Readonly<Record<ConfidenceScale, readonly string[]>> = {
  icd203_likelihood: [
    'almost-no-chance',
    'very-unlikely',
    'unlikely',
    'roughly-even-chance',
    'likely',
    'very-likely',
    'almost-certain',
  ],
  analytic_confidence: ['low', 'moderate', 'high'],
};

export const onItsScale = ({ scale, value }: { scale: ConfidenceScale; value: string }): boolean =>
  SCALE_VALUES[scale].includes(value);
