import { type ReactNode, useId } from 'react';
import { severities } from '../../src/model/enumerations.ts';
import { ownAlertSchema } from '../../src/model/own-alert.ts';
import { FieldNotes } from '../parts/field-notes.tsx';
import { usePlanning } from '../plan/use-planning.ts';
import { alertTexts as word } from '../texts/alerts.ts';
import { Choice } from './choice.tsx';
import { DestinationFields } from './destination-fields.tsx';
import { bodyOf, draftOf } from './draft-alert.ts';
import { QuietFields } from './quiet-fields.tsx';
import { SaveDialog } from './save-dialog.tsx';
import { SitesField } from './sites-field.tsx';
import { Switch, Time } from './small-fields.tsx';
import type { MyAlert, useMyAlerts } from './use-my-alerts.ts';
import { useSavedForm } from './use-saved-form.ts';

/** A dialog in which an alert is written. Channel and address name an alert, so they do not change. */
export function EditAlert({
  before,
  mailFrom,
  save,
  onSaved,
  onClose,
}: {
  /** Null: a new one. */
  before: MyAlert | null;
  mailFrom: string | null;
  save: ReturnType<typeof useMyAlerts>['save'];
  onSaved: (saved: { address: string; secret: string | null }) => void;
  onClose: () => void;
}): ReactNode {
  const { sites } = usePlanning();
  const form = useSavedForm({
    draft: `alert ${before?.alert ?? 'new'}`,
    initially: draftOf(before, mailFrom),
    bodyOf,
    check: (body) => ownAlertSchema.safeParse(body),
    save,
    onSaved,
    onClose,
  });
  const { typed, change, problemOf } = form;
  const notes = useId();
  return (
    <SaveDialog
      title={before === null ? word.addTitle : word.changeTitle(before.address)}
      isPending={save.isPending}
      error={save.error}
      onSave={form.send}
      onCancel={form.discard}
      onClose={form.close}
    >
      <DestinationFields
        typed={typed}
        onChange={change}
        isSaved={before !== null}
        mailFrom={mailFrom}
        hints={word.addressHints}
        problemOf={problemOf}
      />
      <Choice
        label={word.severity}
        value={typed.severity}
        options={severities.map((each) => [each, word.severities[each]])}
        onChange={(severity) => change({ severity })}
      />
      <SitesField
        chosen={typed.sites}
        offered={sites}
        onChange={(chosen) => change({ sites: chosen })}
        problem={problemOf('sites', '') === null ? null : word.noSites}
      />
      <QuietFields typed={typed} onChange={change} problemOf={problemOf} />
      {typed.channel === 'email' && (
        <div className="choice">
          <Switch
            label={word.digest}
            isOn={typed.hasDigest}
            onChange={(hasDigest) => change({ hasDigest })}
          />
          {typed.hasDigest && (
            <Time
              label={word.digestAt}
              value={typed.digestAt}
              onChange={(digestAt) => change({ digestAt })}
            />
          )}
          <FieldNotes id={notes} problem={problemOf('digestAt', word.digestAt)} />
        </div>
      )}
    </SaveDialog>
  );
}
