import type { ReactNode } from 'react';

/** One of the five short parts. Each can be skipped; none hides another. */
export function Part({
  number,
  title,
  said,
  children,
}: {
  number: number;
  title: string;
  said?: string | undefined;
  children: ReactNode;
}) {
  return (
    <section className="part" aria-labelledby={`part-${number}`} id={`part-${number}-box`}>
      <h2 id={`part-${number}`}>
        <span className="part-number numerals" aria-hidden="true">
          {number}
        </span>
        {title}
        {said ? <span className="part-said">{said}</span> : null}
      </h2>
      <div className="part-body">{children}</div>
    </section>
  );
}
