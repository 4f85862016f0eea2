/** A link out of Ascribe: only to the web, without saying where it was pressed. */
export function OutLink({ url, children }: { url: string; children?: React.ReactNode }) {
  return /^https?:\/\//i.test(url) ? (
    <a href={url} target="_blank" rel="noreferrer noopener nofollow" className="break">
      {children ?? url}
    </a>
  ) : (
    <span className="break">{children ?? url}</span>
  );
}
