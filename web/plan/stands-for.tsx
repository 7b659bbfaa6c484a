import { type ReactNode, useId } from 'react';
import { productTexts } from '../texts/products.ts';

const word = productTexts.stand;

/** A product of a shipment by which people choose. */
export type NamedProduct = { readonly id: string; readonly name: string };

/**
 * Chooses the products that a logger stands for, by their ids: all (null), or some; undefined while nothing is chosen.
 * Nothing to choose for one product.
 */
export function StandsFor({
  products,
  chosen,
  legend = word.title,
  onChange,
}: {
  products: readonly NamedProduct[];
  chosen: readonly string[] | null | undefined;
  legend?: string;
  onChange: (chosen: readonly string[] | null) => void;
}): ReactNode {
  const group = useId();
  if (products.length < 2) return null;
  return (
    <fieldset className="choice">
      <legend>{legend}</legend>
      <label>
        <input type="radio" name={group} required checked={chosen === null} onChange={() => onChange(null)} />
        <span>{word.all}</span>
      </label>
      <label>
        <input type="radio" name={group} required checked={chosen != null} onChange={() => onChange([])} />
        <span>
          {word.these} <span className="quiet">{word.hint}</span>
        </span>
      </label>
      {chosen != null && (
        <div className="chosen-products">
          {products.map(({ id, name }) => (
            <label key={id}>
              <input
                type="checkbox"
                checked={chosen.includes(id)}
                onChange={({ target }) =>
                  onChange(target.checked ? [...chosen, id] : chosen.filter((each) => each !== id))
                }
              />
              {name}
            </label>
          ))}
          {chosen.length === 0 && <p className="quiet">{word.none}</p>}
        </div>
      )}
    </fieldset>
  );
}
