import type { ReactNode } from 'react';
import { Problem } from '../parts/problem.tsx';
import { ReasonDialog } from '../parts/reason-dialog.tsx';
import { useDraft } from '../session/draft.ts';
import { peopleTexts as word } from '../texts/people.ts';
import { AccessFields, type ChosenAccess, lackingAccess } from './access-fields.tsx';
import { type Person, useChange } from './use-people.ts';

type Dialogue = {
  readonly person: Person;
  readonly onDone: (said: string) => void;
  readonly onClose: () => void;
};

/** Changes the roles and sites of somebody, with a reason; lets back in who was removed. */
export function ChangeDialog({
  person,
  sites,
  onDone,
  onClose,
}: Dialogue & { sites: readonly string[] }): ReactNode {
  const { roles, sites: own } = person;
  const begin: ChosenAccess & { reason: string } = { roles, sites: own, reason: '' };
  const [typed, setTyped, clear] = useDraft(`change ${person.person}`, begin);
  const change = useChange('changePerson', person.person, () => {
    clear();
    onDone(word.changed(person.name));
  });
  return (
    <ReasonDialog
      title={person.status === 'removed' ? word.letBackOf(person.name) : word.changeOf(person.name)}
      confirm={person.status === 'removed' ? word.letBack : word.save}
      label={word.reason}
      hint={<span className="quiet">{word.reasonHint}</span>}
      reason={typed.reason}
      onReason={(reason) => setTyped({ ...typed, reason })}
      missing={lackingAccess(typed)}
      isPending={change.isPending}
      problem={change.error !== null && <Problem error={change.error} />}
      onSend={() => change.mutate({ ...typed, reason: typed.reason.trim() })}
      onClose={onClose}
    >
      <AccessFields
        // A site that is no longer in the settings can still be taken away.
        sites={[...new Set([...sites, ...own])]}
        chosen={typed}
        onChange={(chosen) => setTyped({ ...typed, ...chosen })}
      />
    </ReasonDialog>
  );
}

/** Removes somebody, with a reason. */
export function RemoveDialog({ person, onDone, onClose }: Dialogue): ReactNode {
  const [reason, setReason, clear] = useDraft(`remove ${person.person}`, '');
  const remove = useChange('removePerson', person.person, () => {
    clear();
    onDone(word.removed(person.name));
  });
  return (
    <ReasonDialog
      title={word.removeOf(person.name)}
      confirm={word.remove}
      label={word.reason}
      hint={<span className="quiet">{word.reasonHint}</span>}
      reason={reason}
      onReason={setReason}
      isPending={remove.isPending}
      problem={remove.error !== null && <Problem error={remove.error} />}
      onSend={() => remove.mutate({ reason: reason.trim() })}
      onClose={onClose}
    >
      <p>{word.removeHint}</p>
    </ReasonDialog>
  );
}
