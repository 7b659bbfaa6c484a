import { type ReactNode, useId, useLayoutEffect, useRef } from 'react';

/** A dialog over the page, of the browser's own kind: it holds the focus, and Escape closes it. */
export function Dialog({
  title,
  onClose,
  children,
}: {
  title: string;
  onClose: () => void;
  children: ReactNode;
}): ReactNode {
  const dialog = useRef<HTMLDialogElement>(null);
  const heading = useId();
  // Closed while it still stands in the document, it gives the focus back.
  useLayoutEffect(() => {
    const own = dialog.current!;
    if (!own.open) own.showModal();
    return () => own.close();
  }, []);
  return (
    <dialog ref={dialog} aria-labelledby={heading} onCancel={onClose}>
      <h2 id={heading}>{title}</h2>
      {children}
    </dialog>
  );
}
