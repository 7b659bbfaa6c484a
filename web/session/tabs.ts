import { type StoredUser, readUser, storeUser, storedUser } from './stored-user.ts';

/** What tabs of this browser say to each other. Tokens are only in answers to a tab that asked for them. */
type Message =
  | { readonly kind: 'asked'; readonly id: string }
  | { readonly kind: 'given'; readonly id: string; readonly user: Pick<StoredUser, 'key' | 'text'> | null }
  | { readonly kind: 'signed-in'; readonly username: string; readonly expiresAt: number }
  | { readonly kind: 'signed-out' };

/** What another tab did. */
type OtherTab = Extract<Message, { kind: 'signed-in' | 'signed-out' }>;

const name = 'coldwatch.sign-in';
/** How long a tab waits for answers; another tab may be busy drawing. */
const answerMs = 1500;
/** Without locks nobody knows whether there is another tab, so an answer is not awaited for as long. */
const blindAnswerMs = 250;

const channel = 'BroadcastChannel' in globalThis ? new BroadcastChannel(name) : null;
let follow: (message: OtherTab) => void = () => undefined;

if (channel !== null) {
  channel.addEventListener('message', ({ data }: MessageEvent<Message>) => {
    if (data.kind === 'asked') answer(data.id);
    else if (data.kind !== 'given') follow(data);
  });
  // Each tab holds this lock, together with all others, until it is closed.
  void locks()?.request(name, { mode: 'shared' }, () => new Promise(() => undefined));
}

/** Registers what happens when another tab signs in or out. */
export function onOtherTab(then: (message: OtherTab) => void): void {
  follow = then;
}

/** Tells the other tabs what happened here. */
export function tellTabs(message: OtherTab): void {
  channel?.postMessage(message);
}

/**
 * Asks the other tabs for their sign-in (of one person, where a name is given), and stores the one that is valid for
 * longest in this tab. Returns it; null where there is no other tab, or nobody is signed in there. What this tab has
 * is never replaced by something older.
 */
export async function askTabs(username?: string): Promise<StoredUser | null> {
  const others = await otherTabs();
  if (channel === null || others === 0) return null;
  const given = await answersOf(channel, others);
  const [newest = null] = given
    .filter((user) => username === undefined || user.username === username)
    .toSorted((one, other) => other.expiresAt - one.expiresAt);
  if (newest !== null && newest.expiresAt > (storedUser()?.expiresAt ?? 0)) storeUser(newest);
  return newest;
}

/** Runs something in one tab at a time. */
export async function oneTabAtATime<Result>(run: () => Promise<Result>): Promise<Result> {
  return locks()?.request(`${name}.renewal`, run) ?? run();
}

/** Answers a tab that asks: a tab is given what this one has, and nothing of a sign-in that ended. */
function answer(id: string): void {
  const user = storedUser();
  channel!.postMessage({
    kind: 'given',
    id,
    user: user === null || user.expiresAt < Date.now() ? null : { key: user.key, text: user.text },
  } satisfies Message);
}

/** Collects the answers of other tabs until all have answered, or none may be expected any more. */
async function answersOf(own: BroadcastChannel, others: number | null): Promise<StoredUser[]> {
  const id = crypto.randomUUID();
  const users: StoredUser[] = [];
  let answered = 0;
  return new Promise((resolve) => {
    const end = (): void => {
      own.removeEventListener('message', hear);
      resolve(users);
    };
    const hear = ({ data }: MessageEvent<Message>): void => {
      if (data.kind !== 'given' || data.id !== id) return;
      const user = data.user === null ? null : readUser(data.user.key, data.user.text);
      if (user !== null) users.push(user);
      if (++answered === others) end();
    };
    own.addEventListener('message', hear);
    own.postMessage({ kind: 'asked', id } satisfies Message);
    setTimeout(end, others === null ? blindAnswerMs : answerMs);
  });
}

/** The number of other tabs; null where the browser does not say. */
async function otherTabs(): Promise<number | null> {
  const state = await locks()?.query();
  if (state === undefined) return null;
  const tabs = state.held?.filter((lock) => lock.name === name).length ?? 0;
  // This tab's own request may still be waiting.
  const isOwnHeld = !(state.pending ?? []).some((lock) => lock.name === name);
  return isOwnHeld ? Math.max(0, tabs - 1) : tabs;
}

/** Locks exist on secure pages only. */
function locks(): LockManager | undefined {
  return (navigator as { locks?: LockManager }).locks;
}
