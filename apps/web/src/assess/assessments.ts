import { keepPreviousData, queryOptions, useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import type { Schemas } from '@app/api-client';
import { client, dataOf } from '../api/client';
import { paged } from '../api/queries';

export type Assessment = Schemas['AssessmentView'];
export type Likelihood = Schemas['LikelihoodView'];
export type Confidence = NonNullable<Assessment['confidence']>;
export type Warning = Schemas['LanguageWarningView'];
export type Review = Schemas['AssessmentReviewView'];

export const assessmentQuery = (incidentId: string, assessmentId: string, knownAt?: string) =>
  queryOptions({
    queryKey: ['incident', incidentId, 'assessment', assessmentId, knownAt ?? 'now'],
    queryFn: async () =>
      await dataOf(
        client.GET('/api/v1/incidents/{incidentId}/assessments/{assessmentId}', {
          params: { path: { incidentId, assessmentId }, query: { knownAt } },
        }),
      ),
    enabled: assessmentId !== '',
  });

/** What waits for this person's approval, over all cases. */
export const reviewsQuery = paged(
  ['assessment-reviews'],
  async (cursor) =>
    await dataOf(client.GET('/api/v1/assessment-reviews', { params: { query: { limit: 50, cursor } } })),
);

/** How many independent lines each hypothesis has now: what a text may call confirmed depends on it. */
export const linesQuery = (incidentId: string) =>
  queryOptions({
    queryKey: ['incident', incidentId, 'lines'],
    queryFn: async () => {
      const { hypotheses } = await dataOf(
        client.GET('/api/v1/incidents/{incidentId}/attribution', { params: { path: { incidentId } } }),
      );
      return Object.fromEntries(hypotheses.map((one) => [one.id, one.independentLines]));
    },
  });

export interface Basis {
  evidenceCited: number;
  independentLines?: number | undefined;
}

const TYPING_MS = 500;

/** What the language check says of a text, once nobody has typed for a moment. What it said of the text before stays meanwhile. */
export function useLanguageCheck(incidentId: string, text: string, field: string, basis: Basis): Warning[] {
  const settled = useSettled(text.trim(), TYPING_MS);
  const { data } = useQuery({
    queryKey: ['language-check', incidentId, field, settled, basis],
    queryFn: async ({ signal }) =>
      (
        await dataOf(
          client.POST('/api/v1/incidents/{incidentId}/assessments/language-checks', {
            params: { path: { incidentId } },
            body: { text: settled, field, ...basis },
            signal,
          }),
        )
      ).warnings,
    enabled: settled !== '',
    placeholderData: keepPreviousData,
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
  });
  return settled === '' ? [] : (data ?? []);
}

function useSettled(value: string, afterMs: number): string {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), afterMs);
    return () => clearTimeout(timer);
  }, [value, afterMs]);
  return settled;
}
