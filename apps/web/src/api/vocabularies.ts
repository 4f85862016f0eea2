import { queryOptions, useQuery } from '@tanstack/react-query';
import { spelled } from '../words/spelled';
import { client, dataOf } from './client';

/** One allowed value: its id, how it is written, and what it means in one sentence. */
export interface Term {
  id: string;
  label: string;
  explanation: string;
}

export type VocabularyName =
  | 'status'
  | 'severity'
  | 'tlp'
  | 'category'
  | 'accountKind'
  | 'accountStatus'
  | 'channel'
  | 'reliability'
  | 'credibility'
  | 'authenticity'
  | 'hypothesisKind'
  | 'stance'
  | 'basis'
  | 'evidencePresented'
  | 'likelihood'
  | 'confidence'
  | 'bearing'
  | 'assessmentStatus'
  | 'evidenceKind'
  | 'custodyAction'
  | 'partyKind'
  | 'role'
  | 'capacity'
  | 'findingStatus'
  | 'observableType'
  | 'pap';

const NONE: Term[] = [];

export const vocabulariesQuery = queryOptions({
  queryKey: ['vocabularies'],
  queryFn: async () => {
    const { vocabularies } = await dataOf(client.GET('/api/v1/vocabularies'));
    return Object.fromEntries(
      Object.entries(vocabularies).map(([name, { terms }]) => [
        name,
        terms.map(({ id, label, text }): Term => ({ id: String(id), label, explanation: text })),
      ]),
    );
  },
  staleTime: Number.POSITIVE_INFINITY,
  gcTime: Number.POSITIVE_INFINITY,
});

/** The terms of one vocabulary; empty until they have come. */
export function useTerms(name: VocabularyName): Term[] {
  const { data } = useQuery(vocabulariesQuery);
  return data?.[name] ?? NONE;
}

/** How a value is written. */
export function useLabel(name: VocabularyName): (id: string | number) => string {
  const terms = useTerms(name);
  return (id) => terms.find((term) => term.id === String(id))?.label ?? spelled(String(id));
}

export { spelled };
