import type { ReactNode } from 'react';
import { rememberedPlaceSchema } from '../../src/model/address-book.ts';
import { useFormats } from '../session/preferences.tsx';
import { bookTexts as word } from '../texts/address-book.ts';
import { planTexts } from '../texts/plan.ts';
import { AreaField } from './area-field.tsx';
import { areaInWords } from './area-in-words.ts';
import { type AddressBook, toDraftPlace } from './draft-plan.ts';
import { EditEntry } from './edit-entry.tsx';
import { toPlannedPlace } from './planned-form.ts';
import { type BookList, type Editing, RememberedList } from './remembered-list.tsx';
import { TextField } from './text-field.tsx';

/** The places that a site remembers, each with its address, telephone and geofence. */
export function PlaceList(list: BookList): ReactNode {
  const formats = useFormats();
  return (
    <RememberedList
      {...list}
      kind="place"
      items={list.book.places}
      detailsOf={({ place, address, phone }) =>
        [address, phone, areaInWords(toDraftPlace(place).area, formats)]
          .filter((each) => each !== null)
          .join(' · ')
      }
      Editor={EditPlace}
    />
  );
}

function EditPlace({
  site,
  book,
  before,
  title,
  onClose,
}: Editing<AddressBook['places'][number]>): ReactNode {
  return (
    <EditEntry
      kind="place"
      title={title}
      site={site}
      entries={book.places}
      before={before}
      begin={{
        name: before?.name ?? '',
        address: before?.address ?? '',
        phone: before?.phone ?? '',
        area: before === null ? null : toDraftPlace(before.place).area,
      }}
      bodyOf={(typed) => ({
        place: toPlannedPlace(typed),
        address: given(typed.address),
        phone: given(typed.phone),
      })}
      schema={rememberedPlaceSchema}
      onClose={onClose}
    >
      {(typed, change, problemOf) => (
        <>
          <TextField
            label={word.address}
            value={typed.address}
            onChange={(address) => change({ address })}
            problem={problemOf('address', word.address)}
            isOptional
          />
          <TextField
            label={word.phone}
            type="tel"
            value={typed.phone}
            onChange={(phone) => change({ phone })}
            problem={problemOf('phone', word.phone)}
            isOptional
          />
          <fieldset className="field">
            <legend>
              <b>{planTexts.place.area}</b> <span className="quiet">({planTexts.optional})</span>
            </legend>
            <AreaField area={typed.area} places={book.places} onChange={(area) => change({ area })} />
          </fieldset>
        </>
      )}
    </EditEntry>
  );
}

/** A text as the API takes it: null where nothing was typed. */
function given(typed: string): string | null {
  return typed.trim() === '' ? null : typed.trim();
}
