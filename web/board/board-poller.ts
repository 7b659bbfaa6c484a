import { TooManyRequests } from '../api/client.ts';
import type { BoardItem } from '../parts/shipment-state.ts';
import { type Board, type Changes, mergeInto, withUnchangedItems } from './board-data.ts';
import type { Tabs, joinTabs } from './tabs.ts';
import { AskingPace } from './asking-pace.ts';

/** What a page knows of the board, and how it got on with asking. Times are epoch milliseconds of this browser. */
type Polled = {
  /** Undefined until the first response. */
  readonly board: Board | undefined;
  /** Why the last request failed; null if it did not. */
  readonly error: Error | null;
  /** When the board was last known to be right. */
  readonly confirmedAt: number | null;
  /** When the gateway, which refuses further requests, will be asked again; null while it does not refuse. */
  readonly refusedUntil: number | null;
};

/** What a tab that asks says to the others; they show the same. */
type Word =
  | { readonly kind: 'changes'; readonly items: readonly BoardItem[]; readonly asOf: string }
  | { readonly kind: 'whole'; readonly items: readonly BoardItem[]; readonly asOf: string }
  | { readonly kind: 'failed'; readonly message: string; readonly refusedUntil: number | null }
  | { readonly kind: 'used' };

type Means = {
  readonly readWhole: () => Promise<Board>;
  readonly readChanges: (since: string) => Promise<Changes>;
  readonly join: (events: Parameters<typeof joinTabs<Word>>[1]) => Tabs<Word>;
  readonly isVisible: () => boolean;
  /** Whether this tab is to learn of new alarms even while it is hidden. */
  readonly asksWhileHidden: () => boolean;
  readonly random: () => number;
};

/** A tab that hears nothing of the leading one for this long asks by itself. */
const aloneAfterMs = 90_000;
/** A hidden tab never leads, so it waits no longer than a tab that nobody uses asks anyway. */
const hiddenAloneAfterMs = 15_000;
/** A tab says at most this often that it is used. */
const sayUsedEveryMs = 3000;

/**
 * Keeps the board up to date while the page is visible, or is to show new alarms: changes often, everything from time to time, each less often
 * while nobody uses the page. Of several tabs one asks. It never gives up: after a failure it waits longer each time.
 */
export class BoardPoller {
  readonly #means: Means;
  readonly #listeners = new Set<() => void>();
  #polled: Polled = { board: undefined, error: null, confirmedAt: null, refusedUntil: null };
  #tabs: Tabs<Word> | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #running: Promise<void> | null = null;
  readonly #pace: AskingPace;
  #saidUsedAt = 0;
  #heardAt = 0;

  constructor(means: Means) {
    this.#means = means;
    this.#pace = new AskingPace(means.random);
  }

  /** Calls the listener after every change of `polled`; returns how to stop that. */
  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  readonly polled = (): Polled => this.#polled;

  start(): void {
    this.#tabs ??= this.#means.join({ onWord: (word) => this.#hear(word), onLead: () => this.#schedule() });
    this.visibilityChanged();
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#tabs?.close();
    this.#tabs = null;
  }

  /** A hidden tab does not lead, and asks only if it is to; one that is seen again asks at once. */
  visibilityChanged(): void {
    if (this.#tabs === null) return;
    if (this.#means.isVisible()) {
      const now = Date.now();
      this.#pace.noteUse(now);
      this.#heardAt = now;
      this.#tabs.lead();
      const { board, confirmedAt, refusedUntil } = this.#polled;
      // Another tab may have asked just now.
      if (board !== undefined && !this.#pace.isFresh(confirmedAt, now) && refusedUntil === null)
        void this.#ask(this.#next());
    } else this.#tabs.follow();
    this.#schedule();
  }

  /** The network may be back, so waiting any longer makes no sense; the gateway's wish is respected all the same. */
  cameOnline(): void {
    if (this.#polled.refusedUntil !== null) return;
    this.#pace.retryNow();
    this.#schedule();
  }

  /** Somebody uses the page, so changes are asked for often again. */
  noteUse(): void {
    const now = Date.now();
    if (this.#pace.noteUse(now)) this.#schedule();
    if (this.#tabs?.isLeading() === false && now - this.#saidUsedAt > sayUsedEveryMs) {
      this.#saidUsedAt = now;
      this.#tabs.say({ kind: 'used' });
    }
  }

  /** Reads the whole board now; `polled` says how that went. */
  async refresh(): Promise<void> {
    // What is under way may have been asked before that which is to be seen.
    if (this.#running !== null) await this.#running;
    await this.#ask('whole');
  }

  /** Shows a shipment as an action left it, until the API's list says so too. */
  amend(item: BoardItem): void {
    const { board } = this.#polled;
    if (board === undefined) return;
    this.#set({ board: mergeInto(board, [item], board.asOf) });
    this.#tabs?.say({ kind: 'changes', items: [item], asOf: board.asOf });
  }

  #set(changed: Partial<Polled>): void {
    this.#polled = { ...this.#polled, ...changed };
    for (const listener of this.#listeners) listener();
  }

  /** What to ask for next. */
  #next(): 'whole' | 'changes' {
    return this.#polled.board === undefined || this.#pace.isWholeDue(Date.now()) ? 'whole' : 'changes';
  }

  /** When this tab asks next, if it may (epoch milliseconds). */
  #nextAt(): number {
    const retryAt = this.#pace.retryAt();
    if (retryAt !== null) return retryAt;
    if (this.#polled.board === undefined) return 0;
    const aloneMs = this.#means.isVisible() ? aloneAfterMs : hiddenAloneAfterMs;
    const askedBy = this.#tabs!.isLeading() ? 0 : this.#heardAt + aloneMs;
    return Math.max(this.#pace.dueAt(Date.now()), askedBy, this.#polled.refusedUntil ?? 0);
  }

  #schedule(): void {
    clearTimeout(this.#timer);
    const { isVisible, asksWhileHidden } = this.#means;
    if (this.#tabs === null || !(isVisible() || asksWhileHidden()) || this.#running !== null) return;
    this.#timer = setTimeout(() => void this.#ask(this.#next()), Math.max(0, this.#nextAt() - Date.now()));
  }

  #ask(what: 'whole' | 'changes'): Promise<void> {
    this.#running ??= this.#request(what).finally(() => {
      this.#running = null;
      this.#schedule();
    });
    return this.#running;
  }

  async #request(what: 'whole' | 'changes'): Promise<void> {
    clearTimeout(this.#timer);
    try {
      this.#pace.noteAsked(what, Date.now());
      if (what === 'whole') {
        const { items, asOf } = await this.#means.readWhole();
        this.#take({ kind: 'whole', items: [...items.values()], asOf });
      } else {
        const { items, asOf, hasMore } = await this.#means.readChanges(this.#polled.board!.asOf);
        if (hasMore) this.#pace.askWholeNext();
        this.#take({ kind: 'changes', items, asOf });
      }
      this.#pace.noteAnswer();
    } catch (cause) {
      this.#fail(cause as Error);
    }
  }

  #take(word: Extract<Word, { kind: 'whole' | 'changes' }>): void {
    this.#show(word);
    this.#tabs?.say(word);
  }

  #show({ kind, items, asOf }: Extract<Word, { kind: 'whole' | 'changes' }>): void {
    const { board } = this.#polled;
    const confirmed = { error: null, refusedUntil: null, confirmedAt: Date.now() };
    if (kind === 'whole') {
      const read = { items: new Map(items.map((item) => [item.shipment, item])), asOf };
      this.#set({ ...confirmed, board: withUnchangedItems(board, read) });
    } else if (board !== undefined)
      this.#set({ ...confirmed, board: mergeInto(board, items, asOf > board.asOf ? asOf : board.asOf) });
  }

  #fail(error: Error): void {
    const againMs = error instanceof TooManyRequests ? error.againMs : null;
    const retryAt = this.#pace.noteFailure(againMs, Date.now());
    const refusedUntil = againMs === null ? null : retryAt;
    this.#set({ error, refusedUntil });
    this.#tabs?.say({ kind: 'failed', message: error.message, refusedUntil });
  }

  /** Takes over what another tab learned. */
  #hear(word: Word): void {
    const now = Date.now();
    if (word.kind === 'used') {
      if (this.#pace.noteUse(now)) this.#schedule();
      return;
    }
    this.#heardAt = now;
    this.#pace.noteAsked(word.kind === 'whole' ? 'whole' : 'changes', now);
    if (word.kind === 'failed')
      this.#set({ error: new Error(word.message), refusedUntil: word.refusedUntil });
    else {
      this.#pace.noteAnswerElsewhere();
      this.#show(word);
    }
    this.#schedule();
  }
}
