import { type ReactNode, useId } from 'react';
import { readGtin } from '../../src/model/gs1.ts';
import { asSentence } from '../format/as-sentence.ts';
import { FactList } from '../parts/fact-list.tsx';
import { ScanInput } from '../parts/scan-input.tsx';
import { useSettled } from '../parts/use-settled.ts';
import { productTexts as word } from '../texts/products.ts';
import type { DraftProduct } from './draft-product.ts';
import { LimitsField, useLimitsName } from './limits-field.tsx';
import { LotsFields } from './lots-fields.tsx';
import { TextField } from './text-field.tsx';

/** One product of a list: its name, GTIN, storage limits, lots and serial numbers. A template has none of the last two. */
export function ProductFields({
  number,
  product,
  onChange,
  onRemove,
  problemOf,
  whyProfileStays,
  isTemplate,
}: {
  /** Its place in the list, from 1. */
  number: number;
  product: DraftProduct;
  onChange: (product: DraftProduct) => void;
  /** Null where it may not be removed. */
  onRemove: (() => void) | null;
  /** The problem of a field, as `gtin` or `lots.0.number`; null where there is none. */
  problemOf: (field: string) => string | null;
  /** Why its limits may not change; null where they may. */
  whyProfileStays: string | null;
  isTemplate: boolean;
}): ReactNode {
  const heading = useId();
  const limitsName = useLimitsName();
  const { name, gtin, profile, lots, serials } = product;
  const gtinProblem = useGtinProblem(gtin);
  const change = (part: Partial<DraftProduct>): void => onChange({ ...product, ...part });
  const named = name.trim() === '' ? word.product(number) : name.trim();
  return (
    <section className="product-card" aria-labelledby={heading}>
      <h3 id={heading}>{word.product(number)}</h3>
      <div className="pair">
        <TextField
          label={word.fields.name}
          value={name}
          onChange={(typed) => change({ name: typed })}
          problem={problemOf('name')}
        />
        <ScanInput
          label={`${word.fields.gtin} (${word.optional})`}
          hint={word.gtinHint}
          value={gtin}
          onChange={(typed) => change({ gtin: typed })}
          problem={gtinProblem ?? problemOf('gtin')}
        />
      </div>
      {whyProfileStays === null ? (
        <LimitsField
          label={word.fields.profile}
          value={profile}
          onChange={(chosen) => change({ profile: chosen })}
          problem={problemOf('profile')}
        />
      ) : (
        <FactList
          facts={[
            [
              word.fields.profile,
              <>
                {limitsName(profile)} <span className="quiet block">{whyProfileStays}</span>
              </>,
            ],
          ]}
        />
      )}
      {!isTemplate && (
        <LotsFields
          product={named}
          lots={lots}
          onChange={(changed) => change({ lots: changed })}
          problemOf={problemOf}
        />
      )}
      {!isTemplate && (
        <TextField
          label={word.fields.serials}
          hint={word.serialsHint}
          value={serials.join('\n')}
          onChange={(typed) => change({ serials: typed === '' ? [] : typed.split('\n') })}
          problem={problemOf('serials')}
          lines={2}
          isOptional
        />
      )}
      {onRemove !== null && (
        <p>
          <button type="button" onClick={onRemove}>
            {word.remove(named)}
          </button>
        </p>
      )}
    </section>
  );
}

/** What is wrong with a GTIN, once a person has stopped typing it; null where nothing is. */
function useGtinProblem(gtin: string): string | null {
  const settled = useSettled(gtin);
  if (gtin !== settled || gtin.trim() === '') return null;
  const read = readGtin(gtin);
  return read.ok ? null : asSentence(read.reason);
}
