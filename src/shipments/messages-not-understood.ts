import type { Position } from './ledger-event.ts';
import type { Attachment, Facts, NewEntry } from './ledger.ts';
import { isMisplaced } from '../evaluation/device-state.ts';
import { misplacedBeyondMs } from '../telemetry/message-readings.ts';
import type { DeviceRecord } from '../evaluation/series.ts';
import type { Diagnostic, MessageCounts } from '../evaluation/diagnostics/diagnostic.ts';
import type { EvaluationContext } from '../evaluation/evaluation-context.ts';
import { moment } from '../model/wording.ts';

const dayMs = 86_400_000;
const kind = 'messages-not-understood';

/** A day, in UTC and by time of receipt, on which messages of a device were not understood. */
export type DayNotUnderstood = MessageCounts & {
  /** As "2026-11-28". */
  readonly day: string;
  /** First and last receipt, epoch milliseconds. */
  readonly from: number;
  readonly to: number;
};

/**
 * The days on which messages of a device were refused or had misplaced times. A time is misplaced where it is more
 * than a day before this assignment and belongs to no assignment of the device; `isOwned` says whether it belongs to
 * an earlier one. Only messages received during this assignment count.
 */
export function daysNotUnderstood(
  { series, unreadable }: DeviceRecord,
  { attachedAt, until }: Pick<EvaluationContext, 'attachedAt' | 'until'>,
  isOwned: (at: number) => boolean,
): DayNotUnderstood[] {
  const refused = (unreadable.get('refused') ?? []).map(({ at, texts }) => ({
    at,
    counts: { refused: texts.length, misplaced: 0, reason: texts[0]! },
  }));
  const misplaced = [...(series.get('backlog') ?? [])].flatMap(({ at, values }) => {
    const oldest = values.map((seconds) => Math.round(at - seconds * 1000));
    const own = oldest.filter((time) => time < attachedAt - misplacedBeyondMs && !isOwned(time));
    if (own.length === 0) return [];
    const reason = `times such as ${moment(Math.min(...own))} are of no shipment of this device: look at its clock`;
    return [{ at, counts: { refused: 0, misplaced: own.length, reason } }];
  });
  const received = [...refused, ...misplaced]
    .filter(({ at }) => at >= attachedAt && at <= (until ?? Infinity))
    .sort((a, b) => a.at - b.at);
  return [...Map.groupBy(received, ({ at }) => dayOf(at))].map(([day, own]) => ({
    day,
    from: own[0]!.at,
    to: own.at(-1)!.at,
    refused: own.reduce((sum, { counts }) => sum + counts.refused, 0),
    misplaced: own.reduce((sum, { counts }) => sum + counts.misplaced, 0),
    reason: own[0]!.counts.reason,
  }));
}

/** Whether a message has a time that may be misplaced, so that its assignment must be looked up. */
export function mayBeMisplaced({ series }: DeviceRecord, attachedAt: number): boolean {
  for (const sample of series.get('backlog') ?? []) if (isMisplaced(sample, attachedAt)) return true;
  return false;
}

function dayOf(at: number): string {
  return new Date(at).toISOString().slice(0, 10);
}

/**
 * The entries that record these days: the first message at once, and each day's count when the day, or the evaluated
 * time (`isOver`), has ended. `asOf` is server time in epoch milliseconds.
 */
export function reconcileMessages(
  days: readonly DayNotUnderstood[],
  entries: Facts,
  { device, since }: Pick<Attachment, 'device' | 'since'>,
  position: Position | null,
  asOf: number,
  isOver: boolean,
): NewEntry[] {
  const recorded = new Map(recordedDays(entries, device, since).map((each) => [each.subject, each]));
  const closing = (finding: Diagnostic, why: string): NewEntry => ({
    why,
    fact: { kind: 'finding-closed', device, position, finding },
  });
  const counted = days.flatMap((each): NewEntry[] => {
    const known = recorded.get(each.day);
    const isCounted = isOver || asOf >= Date.parse(each.day) + dayMs;
    const opened = known ?? diagnosticOf({ ...each, ...first(each) }, null);
    const closed = diagnosticOf(each, each.to);
    const isSame = known?.to != null && JSON.stringify(known.messages) === JSON.stringify(closed.messages);
    return [
      ...(known === undefined
        ? [
            {
              why: 'a message was not understood',
              fact: { kind: 'finding-opened', device, position, finding: opened } as const,
            },
          ]
        : []),
      ...(isCounted && !isSame ? [closing(closed, 'end of the day: all messages counted')] : []),
    ];
  });
  // Messages received after the evaluated time, as it turned out, no longer matter.
  const after = [...recorded.values()].filter(
    ({ subject, to }) => isOver && to === null && !days.some(({ day }) => day === subject),
  );
  return [
    ...counted,
    ...after.map((each) => closing({ ...each, to: each.from }, 'received after the evaluated time')),
  ];
}

/** The first entry of a day only says that there was such a message. The count follows when the day has ended. */
function first({ from, refused }: DayNotUnderstood) {
  return { to: from, refused: refused > 0 ? 1 : 0, misplaced: refused > 0 ? 0 : 1 };
}

function diagnosticOf(
  { day, from, refused, misplaced, reason }: DayNotUnderstood,
  to: number | null,
): Diagnostic {
  return {
    kind,
    subject: day,
    severity: 'minor',
    from,
    to,
    sentence: `${countsInWords({ refused, misplaced, reason })} since ${moment(from)}: ${reason}.`,
    messages: { refused, misplaced, reason },
  };
}

function countsInWords({ refused, misplaced }: MessageCounts): string {
  const counted = (count: number, what: string): string[] =>
    count === 0 ? [] : [`${count} ${count === 1 ? 'message' : 'messages'} ${what}`];
  return [...counted(refused, 'refused'), ...counted(misplaced, 'with misplaced times')].join(', ');
}

/** The latest diagnostic that a ledger has for each day of a device's attachment, up to its next attachment. */
function recordedDays(entries: Facts, device: string, since: number): Diagnostic[] {
  const later = entries.flatMap(({ fact }) =>
    fact.kind === 'device-attached' && fact.device === device && fact.since > since ? [fact.since] : [],
  );
  const before = Math.min(...later);
  const days = new Map<string, Diagnostic>();
  for (const { fact } of entries) {
    if (!('finding' in fact) || fact.device !== device || fact.finding.kind !== kind) continue;
    if (fact.finding.from >= since && fact.finding.from < before)
      days.set(fact.finding.subject, fact.finding);
  }
  return [...days.values()];
}

/** Reasons for refusing an empty message, which cannot contain stored readings. */
const isEmptyEntry: ReadonlySet<string> = new Set(['the list is empty', 'the payload is empty']);
/** A device may deliver readings stored on another journey, but no device stores them for this long. */
const neverStoredMs = 365 * dayMs;

/**
 * Says which messages of a sensor were not understood between the end of its span and `until` (both epoch
 * milliseconds). Null where all were understood. Such a message may contain readings that a logger stored on the way
 * and delivered after the arrival.
 */
export function notUnderstoodAfter(
  { series, unreadable }: DeviceRecord,
  { device, since }: Pick<Attachment, 'device' | 'since'>,
  spanEnd: number,
  until: number,
): string | null {
  const isLater = ({ at }: { at: number }): boolean => at > spanEnd && at <= until;
  const refused = (unreadable.get('refused') ?? []).filter(
    (each) => isLater(each) && !each.texts.every((text) => isEmptyEntry.has(text)),
  );
  const misplaced = [...(series.get('backlog') ?? [])].filter(
    ({ at, values }) =>
      isLater({ at }) && values.some((seconds) => at - seconds * 1000 < since - neverStoredMs),
  );
  const counts = {
    refused: refused.reduce((sum, { texts }) => sum + texts.length, 0),
    misplaced: misplaced.length,
    reason: refused[0]?.texts[0] ?? 'check its clock',
  };
  if (counts.refused + counts.misplaced === 0) return null;
  return `Messages that ${device} sent after ${moment(spanEnd)}, the end of the evaluated time, were not understood (${countsInWords(counts)}: ${counts.reason}). They may contain stored readings of the journey.`;
}

/**
 * Says which messages of a sensor inside its span were not understood, according to the ledger: one sentence per day.
 */
export function notUnderstoodIn(
  entries: Facts,
  { device, since }: Pick<Attachment, 'device' | 'since'>,
  span: { readonly from: number; readonly to: number },
): string[] {
  return recordedDays(entries, device, since)
    .filter(({ from, to }) => from <= span.to && (to ?? Infinity) >= span.from)
    .map(
      ({ sentence, to }) =>
        `Messages were not understood (${sentence.replace(/\.$/, '')}${to === null ? ', and perhaps more that day' : ''}). Their content is unknown. Operations can see the refused messages.`,
    );
}
