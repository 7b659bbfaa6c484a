import type { ReactNode } from 'react';
import { mailAddress, newUsername } from '../../src/model/person-fields.ts';
import { Problem } from '../parts/problem.tsx';
import { StepDialog } from '../parts/step-dialog.tsx';
import { TextField } from '../plan/text-field.tsx';
import { useDraft } from '../session/draft.ts';
import { peopleTexts as word } from '../texts/people.ts';
import { AccessFields, type ChosenAccess, lackingAccess } from './access-fields.tsx';
import { useChange } from './use-people.ts';

type Invitation = ChosenAccess & {
  readonly name: string;
  readonly email: string;
  /** Null while it follows the name. */
  readonly username: string | null;
};
const nobody: Invitation = { name: '', email: '', username: null, roles: [], sites: [] };

/** Invites somebody: name, mail address, user name, roles and sites. What is typed is kept until it is sent. */
export function InviteDialog({
  sites,
  onDone,
  onClose,
}: {
  sites: readonly string[];
  onDone: (said: string) => void;
  onClose: () => void;
}): ReactNode {
  const [typed, setTyped, clear] = useDraft('invite', nobody);
  const username = typed.username ?? proposedUsername(typed.name);
  const email = typed.email.trim();
  const change = (part: Partial<Invitation>): void => setTyped({ ...typed, ...part });
  const invite = useChange('invitePerson', null, () => {
    clear();
    onDone(word.invited(typed.name.trim(), email));
  });
  const lacking =
    typed.name.trim() === ''
      ? word.lacks.name
      : !mailAddress.safeParse(email).success
        ? word.lacks.email
        : !newUsername.safeParse(username).success
          ? word.lacks.username
          : lackingAccess(typed);
  return (
    <StepDialog
      title={word.invite}
      confirm={word.sendInvitation}
      lacking={lacking}
      isPending={invite.isPending}
      problem={invite.error !== null && <Problem error={invite.error} />}
      onSend={() =>
        invite.mutate({
          person: username,
          name: typed.name.trim(),
          email,
          roles: typed.roles,
          sites: typed.sites,
        })
      }
      onClose={onClose}
    >
      <TextField
        label={word.name}
        hint={word.nameHint}
        value={typed.name}
        onChange={(name) => change({ name })}
      />
      <TextField
        label={word.email}
        type="email"
        value={typed.email}
        onChange={(given) => change({ email: given })}
      />
      <TextField
        label={word.username}
        hint={word.usernameHint}
        value={username}
        onChange={(given) => change({ username: given === '' ? null : given })}
      />
      <AccessFields chosen={typed} sites={sites} onChange={change} />
    </StepDialog>
  );
}

/** A user name from a name: "Vera Lind" becomes vera.lind. */
export function proposedUsername(name: string): string {
  return name
    .normalize('NFD')
    .toLowerCase()
    .replaceAll(/\p{M}/gu, '')
    .replaceAll('ß', 'ss')
    .replaceAll(/[^a-z0-9]+/g, '.')
    .replaceAll(/^\.|\.$/g, '')
    .slice(0, 64);
}
