/** The basic character set of GSM 03.38 (3GPP TS 23.038, section 6.2.1), without its escape. */
const basic = new Set(
  '@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà',
);
/** Septets of one SMS. */
const longest = 160;

/** Text as one SMS: characters that GSM 03.38 does not have become their base letter or "?", the end is cut. */
export function toSms(text: string): string {
  const letters = Array.from(text.replace(/\s+/g, ' '), (letter) => {
    if (basic.has(letter)) return letter;
    const base = letter.normalize('NFD')[0]!;
    return basic.has(base) ? base : '?';
  });
  return letters.length <= longest ? letters.join('') : `${letters.slice(0, longest - 3).join('')}...`;
}
