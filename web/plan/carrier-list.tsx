import type { ReactNode } from 'react';
import { carrierSchema } from '../../src/model/carrier.ts';
import { bookTexts as word } from '../texts/address-book.ts';
import { planTexts } from '../texts/plan.ts';
import { noCarrier, toDraftCarrier } from './draft-plan.ts';
import { EditEntry } from './edit-entry.tsx';
import { toPlannedCarrier } from './planned-form.ts';
import { type BookList, RememberedList } from './remembered-list.tsx';
import { TextField } from './text-field.tsx';

const nobody = { name: '', phone: null, email: null };

/** The carriers that a site remembers, and how to reach them. */
export function CarrierList({ site, book, mayPlan }: BookList): ReactNode {
  return (
    <RememberedList
      kind="carrier"
      site={site}
      items={book.carriers}
      mayPlan={mayPlan}
      detailsOf={({ carrier: { phone, email } }) =>
        [phone, email].filter((each) => each !== null).join(' · ')
      }
      editor={(before, title, onClose) => (
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
      )}
    />
  );
}
