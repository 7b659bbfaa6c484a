/** Longer texts, in characters, are cut; the attached evidence has them in full. */
const longest = 1200;

type Font = { hasGlyphForCodePoint(codePoint: number): boolean };

/**
 * Makes a text printable in the current font. A character that the font lacks is replaced with its code point, so that
 * it cannot be misread. Long texts are cut before they fill a page, and words too long for a line are broken.
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
