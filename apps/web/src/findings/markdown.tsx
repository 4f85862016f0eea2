import Markdown, { defaultUrlTransform, type Components } from 'react-markdown';

/** An address that no eye and no program takes for one to be followed. */
export const defanged = (address: string): string =>
  address
    .replaceAll(/http(s?):\/\//gi, 'hxxp$1://')
    .replaceAll('.', '[.]')
    .replaceAll('@', '[@]');

// Text of others: nothing in it is fetched, run or followed by a slip. HTML stays text, pictures are their words, and
// an address is shown defanged; to open it is asked first.
const COMPONENTS: Components = {
  a: ({ href, children }) => <Address address={href ?? ''}>{children}</Address>,
  img: ({ alt, src }) => (
    <span className="quiet">
      [picture{alt ? `: ${alt}` : ''}
      {typeof src === 'string' && src ? `, ${defanged(src)}` : ''}]
    </span>
  ),
  // The page has its own headings above these.
  h1: ({ children }) => <h4>{children}</h4>,
  h2: ({ children }) => <h4>{children}</h4>,
  h3: ({ children }) => <h5>{children}</h5>,
  h4: ({ children }) => <h5>{children}</h5>,
  h5: ({ children }) => <h6>{children}</h6>,
  h6: ({ children }) => <h6>{children}</h6>,
};

/** Only what one may open at all keeps its address. */
const onlyWeb = (address: string): string => (/^https?:\/\//i.test(address) ? defaultUrlTransform(address) : '');

function Address({ address, children }: { address: string; children: React.ReactNode }) {
  if (address === '') {
    return <>{children}</>;
  }
  const open = () => {
    const question = `This address stands in the text of a finding and may be hostile:\n\n${address}\n\nOpen it in a new window?`;
    if (window.confirm(question)) {
      window.open(address, '_blank', 'noopener,noreferrer');
    }
  };
  return (
    <>
      {children}{' '}
      <button type="button" className="finding-address mono" title="Asks before it opens" onClick={open}>
        {defanged(address)}
      </button>
    </>
  );
}

/** Markdown that somebody else wrote. */
export function Detail({ text }: { text: string }) {
  return (
    <div className="finding-detail">
      <Markdown components={COMPONENTS} urlTransform={onlyWeb}>
        {text}
      </Markdown>
    </div>
  );
}
