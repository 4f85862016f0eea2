import { queryOptions, useQuery } from '@tanstack/react-query';
import { api } from './client';

/** One allowed value: its id, how it is written, and what it means in one sentence. */
export interface Term {
  id: string;
  label: string;
  explanation?: string | null;
  /** Of a status: what it may become. */
  to?: string[];
}

export type Vocabularies = Partial<Record<string, Term[]>>;

export const vocabulariesQuery = queryOptions({
  queryKey: ['vocabularies'],
  queryFn: async () => await api.get<Vocabularies>('/vocabularies'),
  staleTime: Number.POSITIVE_INFINITY,
  gcTime: Number.POSITIVE_INFINITY,
});

/** The terms of one vocabulary; empty until they have come. */
export function useTerms(name: string): Term[] {
  const { data } = useQuery(vocabulariesQuery);
  return data?.[name] ?? [];
}

/** How a value is written. */
export function useLabel(name: string): (id: string | number) => string {
  const terms = useTerms(name);
  return (id) => terms.find((term) => term.id === String(id))?.label ?? spelled(String(id));
}

/** A value that no vocabulary explains, made readable. */
export function spelled(id: string): string {
  const words = id.replaceAll(/[_-]/g, ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}
