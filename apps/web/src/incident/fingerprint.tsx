/** A SHA-256 in groups that can be read aloud and compared; copied, it is one word. */
export function Fingerprint({ sha256 }: { sha256: string }) {
  return (
    <code className="fingerprint" title={sha256}>
      {sha256.match(/.{1,8}/g)?.map((group, index) => (
        <span key={index}>{group}</span>
      ))}
    </code>
  );
}
