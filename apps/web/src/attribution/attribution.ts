import { createContext, useContext } from 'react';
import { useSearch } from '@tanstack/react-router';
import type { Incident } from '../api/shapes';
import { useCase } from '../incident/case';
import { localDay, spanInWords } from '../words/time';
import type { PartialTime } from '../api/shapes';
import { doesInWords } from './records-in-words';
import type { Assessment, CitationNode, Citations, Moment, RecordLink, Standing } from './shapes';

interface Attribution {
  moment: Moment;
  /** The case as of the moment, on both clocks. */
  then: Incident;
  standing: Standing;
  /** As of the moment, and as of now. */
  citations: Citations;
  allCitations: Citations;
  /** As of now: what the axis and the lanes are laid out by, so that they stay where they are. */
  allStanding: Standing;
  present: Incident;
  /** All, whatever the moment. */
  assessments: readonly Assessment[];
}

export const AttributionContext = createContext<Attribution | null>(null);

export function useAttribution(): Attribution {
  const held = useContext(AttributionContext);
  if (!held) {
    throw new Error('useAttribution is for parts of the attribution page');
  }
  return held;
}

/** Whether the present is looked at, which alone can be written to. */
export function useCan() {
  const { can } = useCase();
  const { validAt, knownAt } = useSearch({ strict: false }) as Moment;
  return (verb: Parameters<typeof can>[0]): boolean => can(verb) && !validAt && !knownAt;
}

export const recordKey = ({ kind, id }: RecordLink): string => `${kind}:${id}`;

/** What a record is called where it is only pointed to: `Microsoft, 9 Aug 2024`. */
export function useNameOf(): (link: RecordLink) => string {
  const { citations, allCitations, assessments, allStanding } = useAttribution();
  return (link) => {
    const node =
      citations.nodes.find(({ id }) => id === link.id) ?? allCitations.nodes.find(({ id }) => id === link.id) ?? null;
    if (node) {
      return nodeName(node);
    }
    const assessment = assessments.find(({ id }) => id === link.id);
    if (assessment) {
      return `Assessment by ${assessment.organization.name}, ${spanInWords(assessment.saidAt)}`;
    }
    return allStanding.hypotheses.find(({ id }) => id === link.id)?.label ?? `a record (${link.kind})`;
  };
}

export function nodeName(node: CitationNode): string {
  const when = node.saidAt?.at ? spanInWords(node.saidAt as PartialTime) : node.createdAt && localDay(node.createdAt);
  const who = node.party ?? (node.kind === 'claim' ? 'Unknown party' : node.title.slice(0, 60));
  const what = node.kind === 'claim' ? '' : node.party ? ` (${node.kind})` : ` (${node.kind})`;
  return `${who}${what}${when ? `, ${when}` : ''}`;
}

/** With what it does: `Microsoft attributes it, 9 Aug 2024`. */
export const nodeSentence = (node: CitationNode): string =>
  node.kind === 'claim'
    ? `${node.party ?? 'Unknown party'} ${doesInWords(node.stance)}${node.saidAt?.at ? `, ${spanInWords(node.saidAt as PartialTime)}` : ''}`
    : nodeName(node);
