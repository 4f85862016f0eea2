import { useState } from 'react';
import type { Evidence } from '../api/shapes';
import { useSubmission } from '../form/use-submission';
import { useCase, useRefreshCase } from './case';
import { FileField } from './file-field';
import { RecordForm } from './record-form';
import { UploadProgress } from './upload-progress';
import { faultOf, useUpload } from './use-upload';

/** The bytes of a file of which so far only the description was kept. */
export function UploadDialog({ evidence, onClose }: { evidence: Evidence; onClose: () => void }) {
  const { incident } = useCase();
  const refresh = useRefreshCase();
  const [file, setFile] = useState<File | null>(null);
  const { sentBytes, stop, upload } = useUpload(incident.id);
  const submission = useSubmission(
    async (chosen: File) => await upload(evidence, chosen),
    async () => {
      await refresh();
      onClose();
    },
  );
  return (
    <RecordForm
      title={`Upload ${evidence.title}`}
      act="Upload the file"
      ready={file !== null}
      submission={{ isPending: submission.isPending, error: faultOf(submission.error) }}
      onSubmit={() => file && submission.mutate(file)}
      onClose={onClose}
    >
      <FileField
        label="File"
        file={file}
        onChange={setFile}
        hint={
          evidence.sha256
            ? 'It is kept only if it has the SHA-256 that was declared.'
            : 'Its bytes are kept as they are, under their SHA-256.'
        }
      />
      {file && sentBytes !== null ? <UploadProgress file={file} sentBytes={sentBytes} stop={stop} /> : null}
    </RecordForm>
  );
}
