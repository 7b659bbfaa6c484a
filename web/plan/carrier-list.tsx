import { type ReactNode, useState } from 'react';
import { carrierSchema } from '../../src/model/carrier.ts';
import { useDraft } from '../session/draft.ts';
import { planTexts } from '../texts/plan.ts';
import { type AddressBook, noCarrier, toDraftCarrier } from './draft-plan.ts';
import { EditDialog } from './edit-dialog.tsx';
import { named } from './named.ts';
import { toPlannedCarrier } from './planned-form.ts';
import { RememberedList } from './remembered-list.tsx';
import { TextField } from './text-field.tsx';
import { useSave } from './use-save.ts';

const word = planTexts.book;
type RememberedCarrier = AddressBook['carriers'][number];

/** The carriers that a site remembers, and how to reach them. */
export function CarrierList({
  site,
  book,
  mayPlan,
}: {
  site: string;
  book: AddressBook;
  mayPlan: boolean;
}): ReactNode {
  const [edited, setEdited] = useState<RememberedCarrier | 'new' | null>(null);
  return (
    <>
      <RememberedList
        kind="carrier"
        site={site}
        items={book.carriers}
        mayPlan={mayPlan}
        detailsOf={({ carrier: { phone, email } }) =>
          [phone, email].filter((each) => each !== null).join(' · ')
        }
        onEdit={(item) => setEdited(item ?? 'new')}
      />
      {edited !== null && (
        <EditCarrier
          site={site}
          carriers={book.carriers}
          before={edited === 'new' ? null : edited}
          onClose={() => setEdited(null)}
        />
      )}
    </>
  );
}

function EditCarrier({
  site,
  carriers,
  before,
  onClose,
}: {
  site: string;
  carriers: AddressBook['carriers'];
  before: RememberedCarrier | null;
  onClose: () => void;
}): ReactNode {
  const initially = before === null ? noCarrier : toDraftCarrier(before.carrier);
  const [typed, setTyped, clear] = useDraft(`carrier ${site} ${before?.id ?? 'new'}`, initially);
  const [isAttempted, setAttempted] = useState(false);
  const save = useSave(site, 'carrier', before, () => {
    clear();
    onClose();
  });
  const body = toPlannedCarrier(typed) ?? { name: '', phone: null, email: null };
  const issues = carrierSchema.safeParse(body).error?.issues ?? [];
  const problemOf = (field: string, label: string): string | null => {
    const issue = isAttempted ? issues.find(({ path }) => path[0] === field) : undefined;
    return issue === undefined ? null : `${label} ${issue.message}.`;
  };
  const other = named(carriers, typed.name);
  return (
    <EditDialog
      title={before === null ? word.add.carriers : word.editOf(before.name)}
      isPending={save.isPending}
      error={save.error}
      onSave={() => (issues.length > 0 ? setAttempted(true) : save.save(body))}
      onCancel={() => {
        clear();
        onClose();
      }}
      onClose={onClose}
    >
      <TextField
        label={word.name}
        value={typed.name}
        onChange={(name) => setTyped({ ...typed, name })}
        hint={other !== undefined && other.id !== before?.id ? word.taken(typed.name.trim()) : undefined}
        problem={isAttempted && typed.name.trim() === '' ? word.nameMissing : null}
      />
      <TextField
        label={word.phone}
        type="tel"
        value={typed.phone}
        onChange={(phone) => setTyped({ ...typed, phone })}
        hint={planTexts.carrier.phoneHint}
        problem={problemOf('phone', word.phone)}
        isOptional
      />
      <TextField
        label={word.mail}
        type="email"
        value={typed.email}
        onChange={(email) => setTyped({ ...typed, email })}
        problem={problemOf('email', word.mail)}
        isOptional
      />
    </EditDialog>
  );
}
