import type { ReactNode } from 'react';
import { carrierSchema } from '../../src/model/carrier.ts';
import { bookTexts as word } from '../texts/address-book.ts';
import { planTexts } from '../texts/plan.ts';
import { type AddressBook, noCarrier, toDraftCarrier } from './draft-plan.ts';
import { EditEntry } from './edit-entry.tsx';
import { toPlannedCarrier } from './planned-form.ts';
import { type BookList, type Editing, RememberedList } from './remembered-list.tsx';
import { TextField } from './text-field.tsx';

const nobody = { name: '', phone: null, email: null };

/** The carriers that a site remembers, and how to reach them. */
export function CarrierList(list: BookList): ReactNode {
  return (
    <RememberedList
      {...list}
      kind="carrier"
      items={list.book.carriers}
      detailsOf={({ carrier: { phone, email } }) =>
        [phone, email].filter((each) => each !== null).join(' · ')
      }
      Editor={EditCarrier}
    />
  );
}

function EditCarrier({
  site,
  book,
  before,
  title,
  onClose,
}: Editing<AddressBook['carriers'][number]>): ReactNode {
  return (
    <EditEntry
      kind="carrier"
      title={title}
      site={site}
      entries={book.carriers}
      before={before}
      begin={before === null ? noCarrier : toDraftCarrier(before.carrier)}
      bodyOf={(typed) => toPlannedCarrier(typed) ?? nobody}
      schema={carrierSchema}
      onClose={onClose}
    >
      {(typed, change, problemOf) => (
        <>
          <TextField
            label={word.phone}
            type="tel"
            value={typed.phone}
            onChange={(phone) => change({ phone })}
            hint={planTexts.carrier.phoneHint}
            problem={problemOf('phone', word.phone)}
            isOptional
          />
          <TextField
            label={word.mail}
            type="email"
            value={typed.email}
            onChange={(email) => change({ email })}
            problem={problemOf('email', word.mail)}
            isOptional
          />
        </>
      )}
    </EditEntry>
  );
}
