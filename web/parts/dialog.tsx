import { type ReactNode, useId, useLayoutEffect, useRef } from 'react';

/** A modal dialog. The browser keeps the focus inside it, and Escape closes it. */
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
  // Closing it before it leaves the document returns the focus to where it was.
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
