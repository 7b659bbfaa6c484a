const lettersOfTheirOwn: { readonly [letter: string]: string } = { ł: 'l', ø: 'o', ß: 'ss', ı: 'i', æ: 'ae' };

/**
 * The words of a heading or label in lower case, with accents removed from Latin letters: "deviceId" gives "device",
 * "id".
 */
export function plainWords(text: string): string[] {
  return text
    .replaceAll(/(?<=\p{Ll})(?=\p{Lu})/gu, ' ')
    .toLowerCase()
    .normalize('NFD')
    .replaceAll(/(?<=\p{Script=Latin})\p{M}+/gu, '')
    .normalize('NFC')
    .replaceAll(/[łøßıæ]/g, (letter) => lettersOfTheirOwn[letter]!)
    .split(/[^\p{L}\p{Nd}]+/u)
    .filter((word) => word !== '');
}
