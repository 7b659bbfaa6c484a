import type { ReactNode } from 'react';
import { Link } from 'wouter';
import { readVersion } from '../../src/model/written-version.ts';
import type { PlannedProduct } from '../plan/draft-product.ts';
import { lotInWords } from '../plan/product-in-words.ts';
import { rulesInWords } from '../profiles/profile-in-words.tsx';
import { type Profile, profileOf } from '../profiles/profile-versions.ts';
import { useFormats } from '../session/preferences.tsx';
import { productTexts as word } from '../texts/products.ts';
import { profileTexts } from '../texts/profiles.ts';

type Listed = { readonly products: readonly PlannedProduct[]; readonly profiles: readonly Profile[] };

/** The products of a shipment in short: their lots, and what their limits are. */
export function ProductsInShort({ products, profiles }: Listed): ReactNode {
  const formats = useFormats();
  return (
    <ul className="product-list" aria-label={word.title}>
      {products.map(({ id, name, profile, lots }) => {
        const limits = profileOf(profiles, readVersion(profile));
        const rules = limits === undefined ? [] : [...new Set(rulesInWords([limits], formats).values())];
        return (
          <li key={id}>
            <b>{name}</b> {lots.length > 0 && word.lots(lots.map(({ number }) => number))}
            <span className="quiet block">{rules.map((rule) => `${rule}.`).join(' ')}</span>
          </li>
        );
      })}
    </ul>
  );
}

/** The products of a shipment with all that is known of them. */
export function ProductList({ products, profiles }: Listed): ReactNode {
  return (
    <ul className="product-list">
      {products.map(({ id, name, gtin, profile, lots }) => {
        const version = readVersion(profile);
        return (
          <li key={id}>
            <b>{name}</b>
            {gtin !== null && (
              <span className="block">
                {word.fields.gtin} {gtin}
              </span>
            )}
            {lots.map((lot) => (
              <span key={lot.number} className="block">
                {word.lotIs(lotInWords(lot))}
              </span>
            ))}
            <Link className="block" href={`/profiles/${encodeURIComponent(version.id)}/${version.version}`}>
              {nameOf(profileOf(profiles, version)) ?? profileTexts.named(version.id, version.version)}
            </Link>
          </li>
        );
      })}
    </ul>
  );
}

/** The name of a profile, as the wizard offers it; undefined while it is loaded. */
export function nameOf(loaded: Profile | undefined): string | undefined {
  const name = loaded?.profile['name'];
  return typeof name === 'string' ? name : undefined;
}
