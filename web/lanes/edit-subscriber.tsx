import { type ReactNode, useId } from 'react';
import { severities } from '../../src/model/enumerations.ts';
import { laneSubscriberSchema } from '../../src/model/lane-subscriber.ts';
import { Choice } from '../alerts/choice.tsx';
import { DestinationFields } from '../alerts/destination-fields.tsx';
import { QuietFields } from '../alerts/quiet-fields.tsx';
import { SaveDialog } from '../alerts/save-dialog.tsx';
import { Switch } from '../alerts/small-fields.tsx';
import { useSavedForm } from '../alerts/use-saved-form.ts';
import { FieldNotes } from '../parts/field-notes.tsx';
import { TextField } from '../plan/text-field.tsx';
import { alertTexts } from '../texts/alerts.ts';
import { laneTexts as word } from '../texts/lanes.ts';
import { bodyOf, draftOf } from './draft-subscriber.ts';
import type { Subscriber, useLanes } from './use-lanes.ts';

/** A dialog in which a subscriber is written. Lane, channel and address name one, so they do not change. */
export function EditSubscriber({
  site,
  before,
  mailFrom,
  places,
  save,
  onSaved,
  onClose,
}: {
  site: string;
  /** Null: a new one. */
  before: Subscriber | null;
  mailFrom: string | null;
  /** The names of places to choose from. */
  places: readonly string[];
  save: ReturnType<typeof useLanes>['save'];
  onSaved: (saved: { address: string; secret: string | null }) => void;
  onClose: () => void;
}): ReactNode {
  const form = useSavedForm({
    draft: `lane ${site} ${before?.subscriber ?? 'new'}`,
    initially: draftOf(before, mailFrom),
    bodyOf,
    check: (body) => laneSubscriberSchema.safeParse(body),
    save,
    onSaved,
    onClose,
  });
  const { typed, change, problemOf } = form;
  const cleanNotes = useId();
  const options = places.map((value) => ({ value }));
  return (
    <SaveDialog
      title={before === null ? word.addTitle : word.changeTitle(before.name ?? before.address)}
      isPending={save.isPending}
      error={save.error}
      onSave={form.send}
      onCancel={form.discard}
      onClose={form.close}
    >
      {before === null &&
        (['origin', 'destination'] as const).map((field) => (
          <TextField
            key={field}
            label={word[field]}
            value={typed[field]}
            onChange={(place) => change({ [field]: place })}
            options={options}
            hint={word.placeHint}
            problem={problemOf(field, word[field])}
          />
        ))}
      <TextField
        label={word.name}
        value={typed.name}
        onChange={(name) => change({ name })}
        problem={problemOf('name', word.name)}
        isOptional
      />
      <DestinationFields
        typed={typed}
        onChange={change}
        isSaved={before !== null}
        mailFrom={mailFrom}
        hints={word.addressHints}
        problemOf={problemOf}
      />
      <Choice
        label={alertTexts.severity}
        value={typed.severity}
        options={severities.map((each) => [each, alertTexts.severities[each]])}
        onChange={(severity) => change({ severity })}
      />
      <div className="choice">
        <Switch
          label={word.cleanArrivals}
          isOn={typed.cleanArrivals}
          onChange={(cleanArrivals) => change({ cleanArrivals })}
        />
        <FieldNotes id={cleanNotes} hint={word.cleanHint} problem={null} />
      </div>
      <QuietFields typed={typed} onChange={change} problemOf={problemOf} />
    </SaveDialog>
  );
}
