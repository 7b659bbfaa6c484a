/** The basic character set of GSM 03.38 (3GPP TS 23.038, section 6.2.1), without the escape character. */
const basic = new Set(
  '@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà',
);
/** The length of one SMS in septets. */
const longest = 160;

/**
 * Converts text to a single SMS. A character that GSM 03.38 lacks becomes its base letter or "?". Text that is too long
 * is cut before `end`, provided that `end` takes at most half of the SMS; otherwise `end` is cut with it.
 */
export function toSms(text: string, end = ''): string {
  const [letters, last] = [basicLetters(text), basicLetters(end)];
  if (letters.length + last.length <= longest) return [...letters, ...last].join('');
  const room = last.length <= longest / 2 ? longest - last.length : longest;
  const cuttable = room === longest ? [...letters, ...last] : letters;
  return `${cuttable.slice(0, room - 3).join('')}...${room === longest ? '' : last.join('')}`;
}

function basicLetters(text: string): string[] {
  return Array.from(text.replace(/\s+/g, ' '), (letter) => {
    if (basic.has(letter)) return letter;
    const base = letter.normalize('NFD')[0]!;
    return basic.has(base) ? base : '?';
  });
}
