import { type ReactNode, useEffect, useRef, useState } from 'react';
import { productTexts as word } from '../texts/products.ts';
import type { DraftProduct } from './draft-product.ts';
import type { PlanFields } from './plan-fields.ts';
import { ProductFields } from './product-fields.tsx';
import { withProduct, withProductList, withoutProduct } from './several-products.ts';
import { TextField } from './text-field.tsx';

type Removed = { readonly product: DraftProduct; readonly index: number };

/** The products of a plan one by one, where they are listed; and the ways from one product to several, and back. */
export function ProductsFields({
  plan,
  onChange,
  problems,
  whyProfilesStay,
  isTemplate,
}: Pick<PlanFields, 'plan' | 'onChange' | 'problems'> & {
  /** Why the limits of recorded products may not change; null where they may. */
  readonly whyProfilesStay: string | null;
  readonly isTemplate: boolean;
}): ReactNode {
  const { products = [] } = plan;
  const [removed, setRemoved] = useState<Removed | null>(null);
  const section = useRef<HTMLDivElement>(null);
  const wasCount = useRef(products.length);
  const isAdding = useRef(false);
  useEffect(() => {
    if (isAdding.current && products.length > wasCount.current)
      section.current?.querySelector<HTMLElement>('.product-card:last-of-type input')?.focus();
    isAdding.current = false;
    wasCount.current = products.length;
  }, [products.length]);
  const add = (changed: PlanFields['plan']): void => {
    isAdding.current = true;
    setRemoved(null);
    onChange(changed);
  };
  return (
    <div ref={section} className="products">
      {products.map((product, index) => (
        <ProductFields
          key={index}
          number={index + 1}
          product={product}
          onChange={(changed) => onChange({ ...plan, products: products.with(index, changed) })}
          onRemove={
            products.length === 1 || (whyProfilesStay !== null && product.id !== null)
              ? null
              : () => {
                  setRemoved({ product, index });
                  onChange(withoutProduct(plan, index));
                }
          }
          problemOf={(field) => problems.get(`products.${index}.${field}`) ?? null}
          whyProfileStays={product.id === null ? null : whyProfilesStay}
          isTemplate={isTemplate}
        />
      ))}
      {problems.has('products') && (
        <p role="alert" className="problem">
          {problems.get('products')}
        </p>
      )}
      <div role="status">
        {removed !== null && (
          <p className="with-action">
            {word.removed(removed.product.name.trim() || word.product(removed.index + 1))}
            <button
              type="button"
              className="link"
              onClick={() => add(withProduct(plan, removed.product, removed.index))}
            >
              {word.undo}
            </button>
          </p>
        )}
      </div>
      <div className="toolbar">
        <button type="button" onClick={() => add(withProduct(plan))}>
          {word.add}
        </button>
        {products.length === 0 && !isTemplate && (
          <button type="button" className="link" onClick={() => add(withProductList(plan))}>
            {word.detail}
          </button>
        )}
      </div>
      {products.length > 1 && (
        <TextField
          label={word.fields.all}
          value={plan.goods}
          onChange={(goods) => onChange({ ...plan, goods })}
          hint={word.allHint}
          problem={problems.get('goods') ?? null}
          isOptional
        />
      )}
    </div>
  );
}
