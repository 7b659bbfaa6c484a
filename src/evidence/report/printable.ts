/** A text beyond this many signs is in the attached evidence in full. */
const longest = 1200;

type Font = { hasGlyphForCodePoint(codePoint: number): boolean };

/**
 * A text as the font in use can print it: what it has no sign for is named by its code point, so that nothing reads as
 * something else. It ends where it would fill a page, and a word that no line can hold is broken.
 */
export function printable(doc: PDFKit.PDFDocument, text: string): string {
  const { font } = (doc as unknown as { _font: { font: Font } })._font;
  const signs = Array.from(text, (sign) =>
    font.hasGlyphForCodePoint(sign.codePointAt(0)!) || /\s/u.test(sign)
      ? sign
      : `⟨U+${sign.codePointAt(0)!.toString(16).toUpperCase()}⟩`,
  );
  const whole = signs.length <= longest ? signs.join('') : `${signs.slice(0, longest).join('')}…`;
  return whole.replaceAll(/\S{48}(?=\S)/gu, '$& ');
}
