import { useEffect } from 'react';

/** The title of the tab: what it is first, so that it survives a narrow tab. */
export function useTitle(title: string | undefined): void {
  useEffect(() => {
    document.title = title ? `${title} · Ascribe` : 'Ascribe';
  }, [title]);
}
