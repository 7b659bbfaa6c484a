import { type ReactNode, useState } from 'react';
import { rememberedPlaceSchema } from '../../src/model/address-book.ts';
import { fieldOf } from '../../src/model/problems.ts';
import { useDraft } from '../session/draft.ts';
import { useFormats } from '../session/preferences.tsx';
import { planTexts } from '../texts/plan.ts';
import { AreaField } from './area-field.tsx';
import { areaInWords } from './area-in-words.ts';
import { type AddressBook, toDraftPlace } from './draft-plan.ts';
import { EditDialog } from './edit-dialog.tsx';
import { named } from './named.ts';
import { toPlannedPlace } from './planned-form.ts';
import { RememberedList } from './remembered-list.tsx';
import { TextField } from './text-field.tsx';
import { useSave } from './use-save.ts';

const word = planTexts.book;
type RememberedPlace = AddressBook['places'][number];

/** The places that a site remembers, each with its address, telephone and geofence. */
export function PlaceList({
  site,
  book,
  mayPlan,
}: {
  site: string;
  book: AddressBook;
  mayPlan: boolean;
}): ReactNode {
  const formats = useFormats();
  const [edited, setEdited] = useState<RememberedPlace | 'new' | null>(null);
  return (
    <>
      <RememberedList
        kind="place"
        site={site}
        items={book.places}
        mayPlan={mayPlan}
        detailsOf={({ place, address, phone }) =>
          [address, phone, areaInWords(toDraftPlace(place).area, formats)]
            .filter((each) => each !== null)
            .join(' · ')
        }
        onEdit={(item) => setEdited(item ?? 'new')}
      />
      {edited !== null && (
        <EditPlace
          site={site}
          places={book.places}
          before={edited === 'new' ? null : edited}
          onClose={() => setEdited(null)}
        />
      )}
    </>
  );
}

function EditPlace({
  site,
  places,
  before,
  onClose,
}: {
  site: string;
  places: AddressBook['places'];
  before: RememberedPlace | null;
  onClose: () => void;
}): ReactNode {
  const [typed, setTyped, clear] = useDraft(`place ${site} ${before?.id ?? 'new'}`, {
    name: before?.name ?? '',
    address: before?.address ?? '',
    phone: before?.phone ?? '',
    area: before === null ? null : toDraftPlace(before.place).area,
  });
  const [isAttempted, setAttempted] = useState(false);
  const save = useSave(site, 'place', before, () => {
    clear();
    onClose();
  });
  const body = {
    place: toPlannedPlace(typed),
    address: typed.address.trim() === '' ? null : typed.address.trim(),
    phone: typed.phone.trim() === '' ? null : typed.phone.trim(),
  };
  const issues = rememberedPlaceSchema.safeParse(body).error?.issues ?? [];
  const problemOf = (field: string, label: string): string | null => {
    const issue = isAttempted ? issues.find(({ path }) => fieldOf(path).startsWith(field)) : undefined;
    return issue === undefined ? null : `${label} ${issue.message}.`;
  };
  const isTaken = named(places, typed.name) !== undefined && named(places, typed.name)?.id !== before?.id;
  return (
    <EditDialog
      title={before === null ? word.add.places : word.editOf(before.name)}
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
        hint={isTaken ? word.taken(typed.name.trim()) : undefined}
        problem={isAttempted && typed.name.trim() === '' ? word.nameMissing : null}
      />
      <TextField
        label={word.address}
        value={typed.address}
        onChange={(address) => setTyped({ ...typed, address })}
        problem={problemOf('address', word.address)}
        isOptional
      />
      <TextField
        label={word.phone}
        type="tel"
        value={typed.phone}
        onChange={(phone) => setTyped({ ...typed, phone })}
        problem={problemOf('phone', word.phone)}
        isOptional
      />
      <fieldset className="field">
        <legend>
          <b>{word.area}</b> <span className="quiet">({planTexts.optional})</span>
        </legend>
        <AreaField area={typed.area} places={places} onChange={(area) => setTyped({ ...typed, area })} />
      </fieldset>
    </EditDialog>
  );
}
