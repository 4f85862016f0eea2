import { sizeInWords } from '../words/size';

/** How far an upload is; when everything is sent, the server still writes it down. */
export function UploadProgress({ file, sentBytes, stop }: { file: File; sentBytes: number; stop: () => void }) {
  const all = file.size === 0 || sentBytes >= file.size;
  return (
    <div className="upload" role="status">
      <progress max={Math.max(file.size, 1)} value={sentBytes} aria-label={`Uploading ${file.name}`} />
      <p className="small">
        {all ? 'Sent. Waiting until it is kept' : `${sizeInWords(sentBytes)} of ${sizeInWords(file.size)}`}
        {all ? null : (
          <button type="button" className="button bare" onClick={stop}>
            Stop
          </button>
        )}
      </p>
    </div>
  );
}
