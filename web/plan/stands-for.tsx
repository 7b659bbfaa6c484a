import { type ReactNode, useId } from 'react';
import { productTexts } from '../texts/products.ts';

const word = productTexts.stand;

/** Chooses the products that a logger stands for, by their ids: all (null), or some. Nothing to choose for one product. */
export function StandsFor({
  products,
  chosen,
  onChange,
}: {
  products: readonly { readonly id: string; readonly name: string }[];
  chosen: readonly string[] | null;
  onChange: (chosen: readonly string[] | null) => void;
}): ReactNode {
  const group = useId();
  if (products.length < 2) return null;
  const isSome = chosen !== null;
  return (
    <fieldset className="choice">
      <legend>{word.title}</legend>
      <label>
        <input type="radio" name={group} checked={!isSome} onChange={() => onChange(null)} />
        <span>{word.all}</span>
      </label>
      <label>
        <input type="radio" name={group} checked={isSome} onChange={() => onChange([])} />
        <span>
          {word.these} <span className="quiet">{word.hint}</span>
        </span>
      </label>
      {isSome && (
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
