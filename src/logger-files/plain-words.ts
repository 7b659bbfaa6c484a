const lettersOfTheirOwn: { readonly [letter: string]: string } = { ł: 'l', ø: 'o', ß: 'ss', ı: 'i', æ: 'ae' };

/** The words of a heading or a label in lower case, Latin letters without accents: "deviceId" is "device id". */
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
