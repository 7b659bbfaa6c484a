import { type FormEvent, type ReactNode, useState } from 'react';
import { fieldOf } from '../../src/model/problems.ts';
import { Dialog } from '../parts/dialog.tsx';
import { Problem } from '../parts/problem.tsx';
import { useDraft } from '../session/draft.ts';
import { bookTexts as word } from '../texts/address-book.ts';
import { planTexts } from '../texts/plan.ts';
import { NameField } from './name-field.tsx';
import type { Remembered } from './use-address-book.ts';
import { useSave } from './use-save.ts';

/** Checks what would be saved, as the schemas of the model do. */
type Schema = {
  readonly safeParse: (body: unknown) => {
    readonly error?: {
      readonly issues: readonly { readonly path: PropertyKey[]; readonly message: string }[];
    };
  };
};

/**
 * A dialog in which an entry of the address book is written. [Cancel] discards what was typed, Escape only closes.
 * `children` are the fields below the name; they get what is typed, how to change it, and the problem of a field.
 */
export function EditEntry<Typed extends { readonly name: string }>({
  kind,
  title,
  site,
  entries,
  before,
  begin,
  bodyOf,
  schema,
  onClose,
  children,
}: {
  kind: Remembered;
  title: string;
  site: string;
  entries: readonly { readonly id: string; readonly name: string }[];
  /** Null for a new entry. */
  before: { readonly id: string } | null;
  /** What the fields have at first. */
  begin: Typed;
  bodyOf: (typed: Typed) => unknown;
  schema: Schema;
  onClose: () => void;
  children: (
    typed: Typed,
    change: (part: Partial<Typed>) => void,
    problemOf: (field: string, label: string) => string | null,
  ) => ReactNode;
}): ReactNode {
  const [typed, setTyped, clear] = useDraft(`${kind} ${site} ${before?.id ?? 'new'}`, begin);
  const [isAttempted, setAttempted] = useState(false);
  const leave = (): void => {
    clear();
    onClose();
  };
  const save = useSave(site, kind, before, leave);
  const body = bodyOf(typed);
  const issues = schema.safeParse(body).error?.issues ?? [];
  const change = (part: Partial<Typed>): void => setTyped({ ...typed, ...part });
  const problemOf = (field: string, label: string): string | null => {
    const issue = isAttempted ? issues.find(({ path }) => fieldOf(path).startsWith(field)) : undefined;
    return issue === undefined ? null : `${label} ${issue.message}.`;
  };
  const send = (event: FormEvent): void => {
    event.preventDefault();
    if (issues.length > 0) setAttempted(true);
    else save.save(body);
  };
  return (
    <Dialog title={title} onClose={onClose}>
      <form className="plan-form" noValidate onSubmit={send}>
        <NameField
          name={typed.name}
          onChange={(name) => setTyped({ ...typed, name })}
          entries={entries}
          before={before}
          isAttempted={isAttempted}
        />
        {children(typed, change, problemOf)}
        {save.error !== null && <Problem error={save.error} />}
        <div className="actions">
          <button type="button" onClick={leave}>
            {planTexts.cancel}
          </button>
          <button type="submit" className="primary" disabled={save.isPending}>
            {save.isPending ? word.saving : word.save}
          </button>
        </div>
      </form>
    </Dialog>
  );
}
