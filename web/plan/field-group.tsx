import { type ReactNode, useId } from 'react';

/** A group of fields under a heading. */
export function FieldGroup({
  title,
  isWide = false,
  children,
}: {
  title: string;
  /** Whether it takes the whole width, with its fields side by side. */
  isWide?: boolean;
  children: ReactNode;
}): ReactNode {
  const heading = useId();
  return (
    <section className={`card field-group ${isWide ? 'whole-width' : ''}`} aria-labelledby={heading}>
      <h2 id={heading}>{title}</h2>
      {children}
    </section>
  );
}
