/** The tabs of one browser in which the same person is signed in: one of them leads, and each hears what others say. */
export type Tabs<Word> = {
  /** Whether this tab leads; a tab that cannot speak with others always does. */
  readonly isLeading: () => boolean;
  readonly say: (word: Word) => void;
  /** Leads as soon as no other tab does. */
  readonly lead: () => void;
  /** Leaves leading to other tabs. */
  readonly follow: () => void;
  readonly close: () => void;
};

type Events<Word> = { readonly onWord: (word: Word) => void; readonly onLead: () => void };
type Channel = Pick<BroadcastChannel, 'postMessage' | 'close'> & {
  addEventListener(kind: 'message', listener: (event: MessageEvent) => void): void;
};
/** What of the browser is used; either may be missing, and may throw where storage is forbidden. */
type Means = {
  readonly locks: Pick<LockManager, 'request'> | undefined;
  readonly channelOf: (name: string) => Channel;
};

const ofBrowser: Means = {
  locks: navigator.locks,
  channelOf: (name) => new BroadcastChannel(name),
};

/** Joins the tabs of a name. If anything it needs fails, the tab is alone: it leads, and nobody hears it. */
export function joinTabs<Word>(
  name: string,
  { onWord, onLead }: Events<Word>,
  { locks, channelOf }: Means = ofBrowser,
): Tabs<Word> {
  let isAlone = false;
  let isLeading = false;
  /** Ends the turn as leader, or the wait for it. */
  let end: (() => void) | null = null;
  let channel: Channel | null = null;
  const beAlone = (): void => {
    if (isAlone) return;
    isAlone = true;
    channel?.close();
    onLead();
  };
  try {
    channel = channelOf(name);
    channel.addEventListener('message', ({ data }: MessageEvent<Word>) => onWord(data));
  } catch {
    isAlone = true;
  }
  if (locks === undefined) isAlone = true;
  return {
    isLeading: () => isAlone || isLeading,
    say(word) {
      if (isAlone) return;
      try {
        channel!.postMessage(word);
      } catch {
        beAlone();
      }
    },
    lead() {
      if (isAlone || end !== null) return;
      const waiting = new AbortController();
      end = () => waiting.abort();
      const turn = (): Promise<void> =>
        new Promise((resolve) => {
          if (waiting.signal.aborted) return resolve();
          end = resolve;
          isLeading = true;
          onLead();
        });
      // A lock ends with its tab, however that ends.
      Promise.resolve()
        .then(() => locks!.request(name, { signal: waiting.signal }, turn))
        .catch(() => {
          if (!waiting.signal.aborted) beAlone();
        });
    },
    follow() {
      end?.();
      end = null;
      isLeading = false;
    },
    close() {
      this.follow();
      if (!isAlone) channel?.close();
    },
  };
}
