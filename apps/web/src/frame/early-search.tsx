import './dialog.css';

/** Takes what is typed while the palette is still on its way: nobody's first letters are lost. */
export function EarlySearch({ text, onType }: { text: string; onType: (text: string) => void }) {
  return (
    <div className="overlay">
      <div className="modal palette">
        <input
          aria-label="Search"
          placeholder="Search, or go to…"
          // It was asked for by pressing Ctrl-K or the search button.
          autoFocus
          value={text}
          onChange={(event) => onType(event.target.value)}
        />
      </div>
    </div>
  );
}
