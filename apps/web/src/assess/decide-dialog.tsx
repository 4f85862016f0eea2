import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { client, dataOf, written } from '../api/client';
import { TextArea } from '../form/field';
import { useSubmission } from '../form/use-submission';
import { useCase, useRefreshCase } from '../incident/case';
import { RecordForm } from '../incident/record-form';
import type { Assessment } from './assessments';

export type Deciding = 'approvals' | 'returns' | 'dissents';

const WORDS: Record<Deciding, { title: string; act: string; label: string; hint: string; needed: boolean }> = {
  approvals: {
    title: 'Approve the assessment',
    act: 'Approve the assessment',
    label: 'Why',
    hint: 'You stand for it with your name. It counts from now on, and can never be changed; another one can take its place.',
    needed: false,
  },
  returns: {
    title: 'Return the assessment',
    act: 'Return the assessment',
    label: 'Why',
    hint: 'It becomes a draft again. Your reason stays with it.',
    needed: true,
  },
  dissents: {
    title: 'Dissent from the assessment',
    act: 'Record the dissent',
    label: 'What you hold against it',
    hint: 'It stands beside the assessment under your name, and is never edited.',
    needed: true,
  },
};

export function DecideDialog({
  view,
  deciding,
  onClose,
}: {
  view: Assessment;
  deciding: Deciding;
  onClose: () => void;
}) {
  const { incident } = useCase();
  const refresh = useRefreshCase();
  const queries = useQueryClient();
  const [text, setText] = useState('');
  const { title, act, label, hint, needed } = WORDS[deciding];
  const submission = useSubmission(
    async (said: string, key) => await decide(deciding, { incidentId: incident.id, assessmentId: view.id }, said, key),
    async () => {
      void queries.invalidateQueries({ queryKey: ['assessment-reviews'] });
      await refresh();
      onClose();
    },
  );
  return (
    <RecordForm
      title={title}
      act={act}
      ready={!needed || text.trim() !== ''}
      submission={submission}
      onSubmit={() => submission.mutate(text.trim())}
      onClose={onClose}
    >
      <TextArea
        label={label}
        path={deciding === 'dissents' ? 'statement' : 'reason'}
        optional={!needed}
        hint={hint}
        value={text}
        onChange={setText}
      />
    </RecordForm>
  );
}

async function decide(
  deciding: Deciding,
  path: { incidentId: string; assessmentId: string },
  text: string,
  key: string,
): Promise<Assessment> {
  const sent = { params: { path }, ...written({ key }) };
  const at = '/api/v1/incidents/{incidentId}/assessments/{assessmentId}' as const;
  if (deciding === 'dissents') {
    return await dataOf(client.POST(`${at}/dissents`, { ...sent, body: { statement: text } }));
  }
  if (deciding === 'returns') {
    return await dataOf(client.POST(`${at}/returns`, { ...sent, body: { reason: text } }));
  }
  return await dataOf(client.POST(`${at}/approvals`, { ...sent, body: text ? { reason: text } : {} }));
}
