import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useDeferredValue, useState } from 'react';
import {
  Autocomplete,
  Dialog,
  Header,
  Input,
  Menu,
  MenuItem,
  MenuSection,
  Modal,
  ModalOverlay,
  SearchField,
} from 'react-aria-components';
import { searchQuery } from '../api/queries';
import type { SearchHit } from '../api/shapes';
import { spelled } from '../api/vocabularies';
import './dialog.css';
import { filesFor, useMe } from './me';
import { PLACES } from './places';
import { useTheme } from './theme';

interface Command {
  id: string;
  label: string;
  run: () => void;
}

/** Ctrl-K: everything that may be seen, and everywhere one can go. */
export function SearchPalette({ early, onClose }: { early: string; onClose: () => void }) {
  const [text, setText] = useState(early);
  const asked = useDeferredValue(text.trim());
  const hits = useQuery(searchQuery(asked));
  const commands = useCommands().filter((one) => one.label.toLowerCase().includes(asked.toLowerCase()));
  const navigate = useNavigate();
  const shown = asked.length >= 2 ? (hits.data?.items ?? []) : [];
  const act = (key: React.Key) => {
    onClose();
    const command = commands.find((one) => one.id === key);
    if (command) {
      command.run();
      return;
    }
    const hit = shown.find((one) => hitKey(one) === key);
    if (hit) {
      void navigate({ href: addressOf(hit) });
    }
  };
  // Escape closes at once (the field alone would only be emptied), and Enter does not wait
  // until the first line is announced.
  const onKey = (event: React.KeyboardEvent) => {
    const first = commands[0]?.id ?? (shown[0] ? hitKey(shown[0]) : undefined);
    if (event.key === 'Escape') {
      onClose();
    } else if (event.key === 'Enter' && first && !(event.target as HTMLElement).hasAttribute('aria-activedescendant')) {
      event.preventDefault();
      event.stopPropagation();
      act(first);
    }
  };
  return (
    <ModalOverlay className="overlay" isOpen isDismissable onOpenChange={(open) => !open && onClose()}>
      <Modal className="modal">
        <Dialog className="palette" aria-label="Search and commands">
          <div onKeyDownCapture={onKey}>
            <Autocomplete inputValue={text} onInputChange={setText}>
              <SearchField aria-label="Search incidents, accounts, findings, claims and comments" autoFocus>
                <Input placeholder="Search, or go to…" />
              </SearchField>
              <Menu
                aria-label="Results"
                onAction={act}
                renderEmptyState={() => <p className="palette-note">{note(asked, hits.isFetching, hits.isError)}</p>}
              >
                {commands.length > 0 ? (
                  <MenuSection>
                    <Header className="tiny quiet">Go to</Header>
                    {commands.map((one) => (
                      <MenuItem key={one.id} id={one.id} textValue={one.label}>
                        {one.label}
                      </MenuItem>
                    ))}
                  </MenuSection>
                ) : null}
                {shown.length > 0 ? (
                  <MenuSection>
                    <Header className="tiny quiet">Found</Header>
                    {shown.map((hit) => (
                      <MenuItem key={hitKey(hit)} id={hitKey(hit)} textValue={`${hit.incident.title} ${hit.excerpt}`}>
                        <span className="hit">{hit.kind === 'incident' ? hit.incident.title : hit.excerpt}</span>
                        <span className="tiny quiet hit">
                          {spelled(hit.kind)} {hit.kind === 'incident' ? '' : 'in '}
                          {hit.incident.reference}
                          {hit.kind === 'incident' ? '' : `, ${hit.incident.title}`}
                        </span>
                      </MenuItem>
                    ))}
                  </MenuSection>
                ) : null}
              </Menu>
            </Autocomplete>
          </div>
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}

const hitKey = (hit: SearchHit): string => `${hit.kind}:${hit.id}`;

function note(asked: string, fetching: boolean, failed: boolean): string {
  if (failed) {
    return 'Search cannot be reached just now.';
  }
  return fetching ? 'Searching' : asked.length < 2 ? 'Type two letters or more.' : 'Nothing that you can see matches.';
}

const TABS: Partial<Record<string, string>> = {
  account: '/accounts',
  evidence: '/evidence',
  custody_step: '/evidence',
  disclosure: '/disclosures',
  artifact: '/disclosures',
  claim: '/attribution',
  finding: '/findings',
  task: '/tasks',
};

/** A record that has a page of its own, or an address on its page. */
const OWN: Partial<Record<string, (id: string) => string>> = {
  finding: (id) => `/${id}`,
  claim: (id) => `?record=claim:${id}`,
};

const addressOf = (hit: SearchHit): string =>
  `/incidents/${hit.incident.reference}${TABS[hit.kind] ?? ''}${OWN[hit.kind]?.(hit.id) ?? ''}`;

function useCommands(): Command[] {
  const me = useMe();
  const navigate = useNavigate();
  const [theme, setTheme] = useTheme();
  const go = (to: string) => () => void navigate({ to });
  return [
    ...(filesFor(me).length > 0 ? [{ id: 'file', label: 'File an incident', run: go('/incidents/new') }] : []),
    ...PLACES.filter((place) => place.shown(me)).map((place) => ({
      id: place.to,
      label: place.label,
      run: go(place.to),
    })),
    {
      id: 'theme',
      label: theme === 'dark' ? 'Switch to light' : 'Switch to dark',
      run: () => setTheme(theme === 'dark' ? 'light' : 'dark'),
    },
  ];
}
