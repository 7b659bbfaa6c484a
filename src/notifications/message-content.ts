import { type Alarm, alarmsRecorded, lastExcursion, lower } from '../shipments/alarms.ts';
import { failedInWords } from '../shipments/receipt/receipt.ts';
import type { RecordedExcursion, NotifiableEvent } from '../shipments/ledger-event.ts';
import { type Entry, excursionsRecorded, receiptsRecorded } from '../shipments/ledger.ts';
import type { LimitRule, Profile } from '../model/profile.ts';
import { excursionRows, openedInWords } from './excursion-content.ts';
import {
  callCarrier,
  callCarrierInShort,
  nothing,
  whatToDo,
  whatToDoInExcursion,
} from '../model/what-to-do.ts';
import { duration, limitInWords, moment, seemsToHaveArrived } from '../model/wording.ts';
import type { MessageContent } from './message-parts.ts';

/** What the words of an entry are made from. */
type Context = {
  /** The ledger up to and including the entry. */
  readonly entries: readonly Entry[];
  /** The profile of the entry's device. */
  readonly profile: Profile;
  /** Why the entry was recorded. */
  readonly why: string;
};

/** A kind of event for which a content is missing is a type error. */
type Contents = {
  readonly [Kind in NotifiableEvent['kind']]: (
    fact: Extract<NotifiableEvent, { kind: Kind }>,
    context: Context,
  ) => MessageContent;
};

const noRule = { rule: null, excursion: null } as const;

const contents: Contents = {
  'contact-lost': (fact, { profile }) => {
    return {
      ...noRule,
      headline: `${fact.device} is offline`,
      severity: 'minor',
      rows: [
        ['Last contact', moment(fact.at)],
        ['Allowed', `${duration(profile.maxGapMs)} without a reading`],
      ],
      todo: 'Ask the carrier where the goods are and whether the sensor is on. Readings stored in it count when they arrive.',
      inShort: 'Ask the carrier.',
      at: fact.at,
    };
  },

  'contact-restored': (fact) => {
    const { late = null } = fact;
    const came =
      late === null
        ? 'no readings from the time offline'
        : `${late.readings} ${late.readings === 1 ? 'reading' : 'readings'} from ${moment(late.from)} to ${moment(late.to)}`;
    return {
      ...noRule,
      headline: `${fact.device} is back online${late === null ? '' : `; ${late.readings} stored ${late.readings === 1 ? 'reading' : 'readings'} received`}`,
      severity: 'info',
      rows: [
        ['Back since', moment(fact.at)],
        ['Received late', came],
      ],
      todo: 'Nothing, unless the stored readings show an excursion, which has its own notification.',
      inShort: nothing.inShort,
      at: fact.at,
    };
  },

  'finding-opened': (fact) => {
    const { sentence, severity, from, kind } = fact.finding;
    return {
      ...noRule,
      headline: sentence.replace(/\.$/, ''),
      severity,
      rows: [],
      ...whatToDo[kind],
      at: from,
    };
  },

  arrived: (fact) => {
    return {
      ...noRule,
      headline: seemsToHaveArrived(fact.at),
      severity: 'info',
      rows: [['Seems to have arrived', moment(fact.at)]],
      ...whatToDo.arrived,
      at: fact.at,
    };
  },

  'excursion-opened': (fact, { profile }) => {
    return openedInWords(fact.excursion, ruleOf(profile, fact.excursion.rule));
  },

  'excursion-withdrawn': (fact, { profile, why }) => {
    const { excursion } = fact;
    const rule = ruleOf(profile, excursion.rule);
    return {
      rule: rule.id,
      excursion,
      headline: `withdrawn: ${limitInWords(rule)} from ${moment(excursion.from)}`,
      severity: lower(excursion.severity),
      rows: [...excursionRows(rule, excursion), ['Why', why]],
      todo: 'Nothing. Other alarms of this shipment remain active.',
      inShort: nothing.inShort,
      at: excursion.firedAt,
    };
  },

  'alarm-cleared': (fact, { entries, profile }) => {
    const rule = ruleOf(profile, fact.rule);
    const alarm = lastAlarmOf(entries, rule.id);
    const { severity, clearedAt } = alarm;
    const excursion = lastExcursionOf(entries, alarm);
    return {
      rule: rule.id,
      excursion,
      headline:
        fact.isUnseen === true
          ? `still ${limitInWords(rule)} when monitoring ended, ${moment(clearedAt ?? fact.at)}`
          : `back in range: no longer ${limitInWords(rule)} since ${moment(clearedAt ?? fact.at)}`,
      severity,
      rows: [
        ...(excursion === null ? [] : excursionRows(rule, excursion)),
        ['Ended', moment(clearedAt ?? fact.at)],
      ],
      ...whatToDoInExcursion(true),
      at: clearedAt ?? fact.at,
    };
  },

  'release-contradicted': (fact, { entries }) => {
    const { fact: signed, sequence } = receiptsRecorded(entries).find(
      (each) => each.sequence === fact.signed,
    )!;
    const { signer, signedAt } = signed.signature;
    return {
      ...noRule,
      headline: `late readings contradict the release: ${fact.recommendation} recommended now`,
      severity: 'critical',
      rows: [
        [
          'Signed',
          `${signer.name}, ${moment(signedAt)}, entry ${sequence}: ${signed.decision.replace('-', ' ')}`,
        ],
        [
          'Failed since then',
          fact.failed.length === 0 ? 'no further rule' : failedInWords(fact.failed).join(', '),
        ],
      ],
      ...whatToDo['release-contradicted'],
      at: null,
    };
  },

  'alarm-escalated': (fact, { entries, profile }) => {
    const rule = ruleOf(profile, fact.rule);
    const alarm = lastAlarmOf(entries, rule.id);
    const { raisedAt, since } = alarm;
    return {
      rule: rule.id,
      excursion: lastExcursionOf(entries, alarm),
      headline: `not acknowledged: ${limitInWords(rule)} since ${moment(since)}`,
      severity: fact.severity,
      rows: [
        ['First notified', moment(raisedAt)],
        ['Now also notified', fact.to],
      ],
      todo: `Acknowledge the alarm, so that others know that somebody is acting. ${callCarrier}`,
      inShort: `Acknowledge it. ${callCarrierInShort}`,
      at: null,
    };
  },
};

/**
 * What an entry says to people. `entries` is the ledger up to and including the entry; `profile` is the profile of the
 * entry's device.
 * @throws {Error} when the profile does not have the rule that the entry names, or its alarm was never raised.
 */
export function messageContentOf(
  entries: readonly Entry[],
  { fact, why }: { readonly fact: NotifiableEvent; readonly why: string },
  profile: Profile,
): MessageContent {
  const content = contents[fact.kind] as (fact: NotifiableEvent, context: Context) => MessageContent;
  return content(fact, { entries, profile, why });
}

function ruleOf(profile: Profile, id: string): LimitRule {
  const rule = profile.rules.find((each) => each.id === id);
  if (rule === undefined) throw new Error(`profile ${profile.id} has no rule ${id}`);
  return rule;
}

function lastAlarmOf(entries: readonly Entry[], rule: string): Alarm {
  const alarm = alarmsRecorded(entries).findLast((each) => each.rule === rule);
  if (alarm === undefined) throw new Error(`no alarm of rule ${rule} was ever raised`);
  return alarm;
}

/** The latest excursion of an alarm, ended or ongoing: the one of the sensor that the message names. */
function lastExcursionOf(entries: readonly Entry[], alarm: Alarm): RecordedExcursion | null {
  const last = lastExcursion(alarm);
  const id = [...alarm.excursions].find(([, each]) => each === last)?.[0];
  return id === undefined ? null : excursionsRecorded(entries).get(id)!.excursion;
}
