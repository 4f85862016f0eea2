import type { PartialTime } from '@app/platform';

/** The two columns of a time that may be partial. */
export const timeColumns = (name: string, time: PartialTime | null): Record<string, unknown> => ({
  [`${name}_at`]: time?.at ?? null,
  [`${name}_precision`]: time?.precision ?? null,
});
