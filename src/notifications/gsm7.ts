/** The basic character set of GSM 03.38 (3GPP TS 23.038, section 6.2.1), without the escape character. */
const basic = new Set(
  '@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà',
);
/** The length of one SMS in septets. */
export const smsLength = 160;

/** The least of an SMS that is left for what comes before its end. */
export const leastFacts = 40;

/**
 * Converts text to a single SMS. A character that GSM 03.38 lacks becomes its base letter or "?". Text that is too long
 * is cut before `end`, provided that `end` leaves 40 characters to it; otherwise `end` is cut with it.
 */
export function toSms(text: string, end = ''): string {
  const [letters, last] = [basicLetters(text), basicLetters(end)];
  if (letters.length + last.length <= smsLength) return [...letters, ...last].join('');
  const room = last.length <= smsLength - leastFacts ? smsLength - last.length : smsLength;
  const cuttable = room === smsLength ? [...letters, ...last] : letters;
  return `${cuttable.slice(0, room - 3).join('')}...${room === smsLength ? '' : last.join('')}`;
}

function basicLetters(text: string): string[] {
  return Array.from(text.replace(/\s+/g, ' '), (letter) => {
    if (basic.has(letter)) return letter;
    const base = letter.normalize('NFD')[0]!;
    return basic.has(base) ? base : '?';
  });
}

/** The number of septets of a text in an SMS. */
export function lengthInSms(text: string): number {
  return basicLetters(text).length;
}
