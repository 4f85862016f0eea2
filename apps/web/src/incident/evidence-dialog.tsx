import { useState } from 'react';
import type { Schemas } from '@app/api-client';
import { client, dataOf, written } from '../api/client';
import type { Evidence } from '../api/shapes';
import { useTerms } from '../api/vocabularies';
import { SelectField, TextArea, TextField } from '../form/field';
import { NO_TIME, PartialTimeField, partialTimeOf } from '../form/partial-time-field';
import { said } from '../form/said';
import { useSubmission } from '../form/use-submission';
import { Dialog } from '../frame/dialog';
import { sizeInWords } from '../words/size';
import { useCase, useRefreshCase } from './case';
import { Fingerprint } from './fingerprint';
import { FileField } from './file-field';
import { RecordForm } from './record-form';
import { UploadProgress } from './upload-progress';
import { faultOf, useUpload } from './use-upload';

const EMPTY = {
  kind: 'file',
  title: '',
  url: '',
  obtainedAt: NO_TIME,
  obtainedFrom: '',
  note: '',
  tlp: '',
};
type Draft = typeof EMPTY;

const bodyOf = (draft: Draft, file: File | null): Schemas['EvidenceDto'] =>
  said<Schemas['EvidenceDto']>({
    kind: draft.kind,
    title: draft.title.trim() || file?.name.slice(0, 300),
    url: draft.kind === 'reference' ? draft.url.trim() : '',
    obtainedAt: partialTimeOf(draft.obtainedAt),
    obtainedFrom: draft.obtainedFrom.trim(),
    note: draft.note.trim(),
    tlp: draft.tlp,
    fileName: file?.name.slice(0, 255),
    mediaType: file?.type.slice(0, 255),
  });

type Set = <K extends keyof Draft>(name: K) => (value: Draft[K]) => void;

/** The record first, then its bytes. Once the record is there, trying again sends the bytes only. */
function useAdding(onClose: () => void) {
  const { incident } = useCase();
  const refresh = useRefreshCase();
  const [added, setAdded] = useState<Evidence | null>(null);
  const { sentBytes, stop, upload } = useUpload(incident.id);
  const submission = useSubmission(
    async ({ draft, bytes }: { draft: Draft; bytes: File | null }, key) => {
      const evidence =
        added ??
        (await dataOf(
          client.POST('/api/v1/incidents/{incidentId}/evidence', {
            params: { path: { incidentId: incident.id } },
            body: bodyOf(draft, bytes),
            ...written({ key }),
          }),
        ));
      setAdded(evidence);
      const kept = bytes ? await upload(evidence, bytes) : evidence;
      setAdded(kept);
      return kept;
    },
    async (kept) => {
      await refresh();
      if (!kept.stored) {
        onClose();
      }
    },
  );
  const close = (): void => {
    if (added) {
      void refresh();
    }
    onClose();
  };
  return { added, sentBytes, stop, submission, close };
}

/** Adds a reference, or a file with its bytes. */
export function EvidenceDialog({ onClose }: { onClose: () => void }) {
  const [draft, setDraft] = useState(EMPTY);
  const [file, setFile] = useState<File | null>(null);
  const { added, sentBytes, stop, submission, close } = useAdding(onClose);
  const set: Set = (name) => (value) => setDraft((before) => ({ ...before, [name]: value }));
  const bytes = draft.kind === 'file' ? file : null;
  if (added?.stored) {
    return <Kept evidence={added} onClose={onClose} />;
  }
  const act = bytes ? 'Add and upload' : 'Add the evidence';
  return (
    <RecordForm
      title="Add evidence"
      act={added ? 'Upload again' : act}
      ready={bytes !== null || draft.title.trim() !== ''}
      submission={{ isPending: submission.isPending, error: faultOf(submission.error) }}
      onSubmit={() => submission.mutate({ draft, bytes })}
      onClose={close}
    >
      {added ? (
        <FileField label="File" file={file} onChange={setFile} />
      ) : (
        <Fields draft={draft} set={set} file={file} setFile={setFile} />
      )}
      {bytes && sentBytes !== null ? <UploadProgress file={bytes} sentBytes={sentBytes} stop={stop} /> : null}
      {added && sentBytes === null ? (
        <p className="small" role="status">
          The record is there; its content is not. Upload it again, or close this and upload it later.
        </p>
      ) : null}
    </RecordForm>
  );
}

function Fields({
  draft,
  set,
  file,
  setFile,
}: {
  draft: Draft;
  set: Set;
  file: File | null;
  setFile: (file: File | null) => void;
}) {
  const isFile = draft.kind === 'file';
  return (
    <>
      <SelectField
        label="What is it?"
        path="kind"
        options={useTerms('evidenceKind')}
        value={draft.kind}
        onChange={set('kind')}
      />
      {isFile ? (
        <FileField
          label="File"
          file={file}
          onChange={setFile}
          hint="Without one, only what you say of it is kept; it can be uploaded later."
        />
      ) : (
        <TextField label="Link" path="url" optional type="url" value={draft.url} onChange={set('url')} />
      )}
      <TextField
        label="Title"
        path="title"
        maxLength={300}
        optional={isFile && file !== null}
        placeholder={isFile ? file?.name : undefined}
        value={draft.title}
        onChange={set('title')}
      />
      <div className="form-pair">
        <TextField
          label="Obtained from"
          path="obtainedFrom"
          optional
          maxLength={500}
          value={draft.obtainedFrom}
          onChange={set('obtainedFrom')}
        />
        <PartialTimeField legend="Obtained" path="obtainedAt" value={draft.obtainedAt} onChange={set('obtainedAt')} />
      </div>
      <TextArea label="Note" path="note" optional maxLength={4000} value={draft.note} onChange={set('note')} />
      <SelectField
        label="Marking"
        path="tlp"
        none="As the case"
        options={useTerms('tlp')}
        value={draft.tlp}
        onChange={set('tlp')}
      />
    </>
  );
}

function Kept({ evidence, onClose }: { evidence: Evidence; onClose: () => void }) {
  return (
    <Dialog title="It is kept" onClose={onClose}>
      <div className="stack tight">
        <p>
          {evidence.title}, {sizeInWords(evidence.sizeBytes ?? 0)}.
        </p>
        <p className="small">Compare this with the SHA-256 that you were given:</p>
        <Fingerprint sha256={evidence.sha256 ?? ''} />
        <div className="form-end">
          <button type="button" className="button primary" onClick={onClose}>
            Done
          </button>
        </div>
      </div>
    </Dialog>
  );
}
