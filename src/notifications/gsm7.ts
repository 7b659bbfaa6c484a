/** The basic character set of GSM 03.38 (3GPP TS 23.038, section 6.2.1), without its escape. */
const basic = new Set(
  '@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà',
);
/** Septets of one SMS. */
const longest = 160;

/**
 * Text as one SMS: characters that GSM 03.38 does not have become their base letter or "?". What is too long is cut,
 * before the `end` where that leaves half of the SMS.
 */
export function toSms(text: string, end = ''): string {
  const [letters, last] = [basicLetters(text), basicLetters(end)];
  if (letters.length + last.length <= longest) return [...letters, ...last].join('');
  const room = last.length <= longest / 2 ? longest - last.length : longest;
  const kept = room === longest ? [...letters, ...last] : letters;
  return `${kept.slice(0, room - 3).join('')}...${room === longest ? '' : last.join('')}`;
}

function basicLetters(text: string): string[] {
  return Array.from(text.replace(/\s+/g, ' '), (letter) => {
    if (basic.has(letter)) return letter;
    const base = letter.normalize('NFD')[0]!;
    return basic.has(base) ? base : '?';
  });
}
