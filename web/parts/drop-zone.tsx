import { type DragEvent, type ReactNode, useId, useState } from 'react';

/** A section on which files can be dropped. */
export function DropZone({
  heading,
  onDrop,
  children,
}: {
  heading: string;
  onDrop: (files: readonly File[]) => void;
  children: ReactNode;
}): ReactNode {
  const [isOver, setOver] = useState(false);
  const id = useId();
  const over = (event: DragEvent): void => {
    event.preventDefault();
    setOver(true);
  };
  const drop = (event: DragEvent): void => {
    event.preventDefault();
    setOver(false);
    onDrop([...event.dataTransfer.files]);
  };
  return (
    <section
      className={`drop ${isOver ? 'over' : ''}`}
      aria-labelledby={id}
      onDragOver={over}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
    >
      <h2 id={id}>{heading}</h2>
      {children}
    </section>
  );
}
