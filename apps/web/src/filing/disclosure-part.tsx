import { useTerms } from '../api/vocabularies';
import { CheckField, SelectField, TextArea, TextField } from '../form/field';
import { PartialTimeField } from '../form/partial-time-field';
import { Explained } from '../words/explained';
import type { PartProps } from './filing-page';
import { Part } from './part';

const AT = 'disclosures[0]';

export function DisclosurePart({ draft, set }: PartProps) {
  return (
    <Part number={3} title="How it came to light">
      <p className="hint">
        A <Explained word="disclosure">disclosure</Explained>: a newsroom’s call, a vendor’s notice, a colleague who
        noticed. Skip it if you found it yourself just now.
      </p>
      <SelectField
        label="Through what"
        path={`${AT}.channel`}
        none="Not said"
        options={useTerms('channel')}
        value={draft.channel}
        onChange={set('channel')}
      />
      {draft.channel ? (
        <>
          <CheckField label="The source is anonymous" value={draft.sourceAnonymous} onChange={set('sourceAnonymous')} />
          <TextField
            label={draft.sourceAnonymous ? 'How does the source call itself?' : 'Who told you?'}
            path={`${AT}.sourceDescription`}
            optional
            value={draft.sourceDescription}
            onChange={set('sourceDescription')}
          />
          <TextArea
            label="What did they say or show?"
            path={`${AT}.summary`}
            optional
            value={draft.disclosureSummary}
            onChange={set('disclosureSummary')}
          />
          <div className="form-pair">
            <PartialTimeField
              legend="When did it reach its receiver?"
              path={`${AT}.receivedAt`}
              value={draft.receivedAt}
              onChange={set('receivedAt')}
            />
            <PartialTimeField
              legend="When did it become public?"
              path={`${AT}.publicAt`}
              value={draft.publicAt}
              onChange={set('publicAt')}
            />
          </div>
          <TextField
            label="Link"
            path={`${AT}.url`}
            optional
            type="url"
            value={draft.url}
            onChange={set('url')}
            placeholder="https://"
          />
          <div className="stack tight">
            <h3>Leaked material</h3>
            {draft.artifacts.map((title, index) => (
              <div className="row-input" key={index}>
                <TextField
                  label={`Item ${index + 1}`}
                  path={`${AT}.artifacts[${index}].title`}
                  value={title}
                  onChange={(next) => set('artifacts')(draft.artifacts.toSpliced(index, 1, next))}
                  placeholder="Vetting file, 271 pages"
                />
                <button
                  type="button"
                  className="button bare"
                  aria-label={`Remove item ${index + 1}`}
                  onClick={() => set('artifacts')(draft.artifacts.toSpliced(index, 1))}
                >
                  Remove
                </button>
              </div>
            ))}
            <p>
              <button type="button" className="button" onClick={() => set('artifacts')([...draft.artifacts, ''])}>
                Add an item
              </button>
            </p>
          </div>
        </>
      ) : null}
    </Part>
  );
}
