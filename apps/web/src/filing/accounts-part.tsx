import { useTerms } from '../api/vocabularies';
import { CheckField, SelectField, TextField } from '../form/field';
import { NO_TIME, PartialTimeField } from '../form/partial-time-field';
import { Explained } from '../words/explained';
import { emptyAccount, type AccountDraft, type PivotDraft } from './draft';
import type { PartProps } from './filing-page';
import { Part } from './part';

export function AccountsPart({ draft, set }: PartProps) {
  const change = (index: number) => (next: AccountDraft) => set('accounts')(draft.accounts.toSpliced(index, 1, next));
  const remove = (index: number) => {
    const key = draft.accounts[index]?.key;
    set('accounts')(draft.accounts.toSpliced(index, 1));
    set('pivots')(draft.pivots.filter((one) => one.fromKey !== key && one.toKey !== key));
  };
  const named = draft.accounts.filter((one) => one.identifier.trim());
  return (
    <Part number={2} title="Accounts" said={named.length > 0 ? String(named.length) : undefined}>
      <p className="hint">
        Mailboxes, logins, sites or devices that were touched. A guess is worth writing down: say “suspected”.
      </p>
      {draft.accounts.map((account, index) => (
        <OneAccount
          key={account.key}
          index={index}
          account={account}
          onChange={change(index)}
          onRemove={() => remove(index)}
        />
      ))}
      <p>
        <button type="button" className="button" onClick={() => set('accounts')([...draft.accounts, emptyAccount()])}>
          {draft.accounts.length === 0 ? 'Add an account' : 'Add another account'}
        </button>
      </p>
      {named.length > 1 ? <Pivots accounts={named} pivots={draft.pivots} onChange={set('pivots')} /> : null}
    </Part>
  );
}

function OneAccount({
  index,
  account,
  onChange,
  onRemove,
}: {
  index: number;
  account: AccountDraft;
  onChange: (next: AccountDraft) => void;
  onRemove: () => void;
}) {
  const set = (name: keyof AccountDraft) => (value: string | boolean) => onChange({ ...account, [name]: value });
  const at = `affectedAccounts[${index}]`;
  return (
    <fieldset className="one-of">
      <legend className="unseen">Account {index + 1}</legend>
      <TextField
        label="Account"
        path={`${at}.identifier`}
        value={account.identifier}
        onChange={set('identifier')}
        placeholder="advisor@mail.example"
        autoCapitalize="none"
        autoCorrect="off"
        spellCheck={false}
        maxLength={500}
      />
      <div className="form-pair">
        <SelectField
          label="Kind"
          path={`${at}.kind`}
          options={useTerms('accountKind')}
          value={account.kind}
          onChange={set('kind')}
        />
        <SelectField
          label="How far is it compromised?"
          path={`${at}.status`}
          options={useTerms('accountStatus')}
          value={account.status}
          onChange={set('status')}
        />
      </div>
      <div className="form-pair">
        <TextField
          label="Whose is it, by role?"
          path={`${at}.holder.role`}
          optional
          value={account.holderRole}
          onChange={set('holderRole')}
          placeholder="Former senior advisor"
        />
        <TextField
          label="Name"
          path={`${at}.holder.name`}
          optional
          hint={account.holderDisclosed ? undefined : 'Kept apart: everybody sees a pseudonym.'}
          value={account.holderName}
          onChange={set('holderName')}
        />
      </div>
      <div className="row spread">
        <CheckField
          label="The holder is disclosed: the name may be shown to everybody who sees the case"
          value={account.holderDisclosed}
          onChange={set('holderDisclosed')}
        />
        <button type="button" className="button bare" onClick={onRemove} aria-label={`Remove account ${index + 1}`}>
          Remove
        </button>
      </div>
    </fieldset>
  );
}

function Pivots({
  accounts,
  pivots,
  onChange,
}: {
  accounts: AccountDraft[];
  pivots: PivotDraft[];
  onChange: (next: PivotDraft[]) => void;
}) {
  const options = accounts.map((one) => ({ id: one.key, label: one.identifier }));
  return (
    <div className="stack">
      <h3>
        Was one <Explained word="pivot">used against another</Explained>?
      </h3>
      {pivots.map((pivot, index) => {
        const set = (next: Partial<PivotDraft>) => onChange(pivots.toSpliced(index, 1, { ...pivot, ...next }));
        return (
          <fieldset className="one-of" key={index}>
            <legend className="unseen">Pivot {index + 1}</legend>
            <div className="form-pair">
              <SelectField
                label="From"
                path={`pivots[${index}].fromKey`}
                none="Choose"
                options={options}
                value={pivot.fromKey}
                onChange={(fromKey) => set({ fromKey })}
              />
              <SelectField
                label="Against"
                path={`pivots[${index}].toKey`}
                none="Choose"
                options={options.filter((one) => one.id !== pivot.fromKey)}
                value={pivot.toKey}
                onChange={(toKey) => set({ toKey })}
              />
            </div>
            <TextField
              label="How"
              path={`pivots[${index}].method`}
              optional
              value={pivot.method}
              onChange={(method) => set({ method })}
              placeholder="Spear-phishing mail"
            />
            <PartialTimeField
              legend="When"
              path={`pivots[${index}].at`}
              value={pivot.at}
              onChange={(at) => set({ at })}
            />
            <p>
              <button
                type="button"
                className="button bare"
                aria-label={`Remove pivot ${index + 1}`}
                onClick={() => onChange(pivots.toSpliced(index, 1))}
              >
                Remove
              </button>
            </p>
          </fieldset>
        );
      })}
      <p>
        <button
          type="button"
          className="button"
          onClick={() =>
            onChange([
              ...pivots,
              { fromKey: options[0]?.id ?? '', toKey: options[1]?.id ?? '', method: '', at: NO_TIME },
            ])
          }
        >
          Add a step from one to another
        </button>
      </p>
    </div>
  );
}
