import { plainWords } from '../plain-words.ts';

/** Locales whose names of months, weekdays and halves of the day occur in logger files. */
const locales =
  'en de fr es it pt nl pl cs sk hu ro sv da nb fi tr el ru uk bg hr sl et lv lt vi id zh zh-TW ja ko'.split(
    ' ',
  );

/** A word without accents, dots and spaces, in lower case: "févr." is "fevr", "a. m." is "am". */
export function wordOf(text: string): string {
  return plainWords(text).join('');
}

type Names = ReadonlyMap<string, number>;

let months: Names | null = null;
let weekdays: Names | null = null;
let halves: Names | null = null;

/**
 * The month that a word names in any of the languages, from 1; null if it is no month, or different months in two
 * languages (Polish and Croatian "listopad").
 */
export function monthNamed(word: string): number | null {
  months ??= namesOf(12, (month) => [
    new Date(Date.UTC(2021, month, 15)),
    [
      { month: 'long', day: 'numeric' },
      { month: 'short', day: 'numeric' },
      { month: 'long' },
      { month: 'short' },
    ],
    'month',
  ]);
  const known = months.get(word);
  return known === undefined || known < 0 ? null : known + 1;
}

/** Whether a word names a day of the week. */
export function isWeekday(word: string): boolean {
  weekdays ??= namesOf(7, (day) => [
    new Date(Date.UTC(2021, 1, 1 + day)),
    [{ weekday: 'long' }, { weekday: 'short' }],
    'weekday',
  ]);
  return weekdays.has(word);
}

/** The half of the day that a word names: 0 before noon, 1 after noon; null if it names none. */
export function halfOfDayNamed(word: string): 0 | 1 | null {
  halves ??= new Map([
    ...namesOf(2, (half) => [
      new Date(Date.UTC(2021, 1, 1, 9 + 12 * half)),
      [{ hour: 'numeric', hourCycle: 'h12' }],
      'dayPeriod',
    ]),
    ...([
      ['am', 0],
      ['a', 0],
      ['pm', 1],
      ['p', 1],
    ] as const),
  ]);
  const known = halves.get(word);
  return known === 0 || known === 1 ? known : null;
}

/** The names of `count` things in all locales by their words; -1 where one word names two of them. */
function namesOf(
  count: number,
  thing: (index: number) => [Date, Intl.DateTimeFormatOptions[], Intl.DateTimeFormatPartTypes],
): Names {
  const names = new Map<string, number>();
  for (const locale of locales)
    for (let index = 0; index < count; index++) {
      const [at, forms, type] = thing(index);
      for (const form of forms) {
        const parts = new Intl.DateTimeFormat(locale, { ...form, timeZone: 'UTC' }).formatToParts(at);
        const word = wordOf(parts.find((part) => part.type === type)?.value ?? '');
        // Numbers are not names: Chinese and Japanese months.
        if (word === '' || /\d/.test(word)) continue;
        names.set(word, (names.get(word) ?? index) === index ? index : -1);
      }
    }
  return names;
}
