/** Encodings of East Asia in which loggers' software writes °C as one character. */
const eastAsian = [
  { label: 'gb18030', encoding: 'GBK' },
  { label: 'shift_jis', encoding: 'Shift-JIS' },
] as const;
/** The sign of degrees and the words for temperature and time, which such a file has. */
const signs = /[℃℉°]|温度|溫度|时间|時間|日時/;

/**
 * The encoding of a text that is not UTF-8: UTF-16 by its byte order mark or by its zeros, GBK or Shift-JIS if only
 * they give the sign of degrees, else windows-1252. `bytes` are the beginning of the file.
 */
export function encodingOf(bytes: Uint8Array): { label: string; encoding: string } {
  const utf16 = utf16Of(bytes);
  if (utf16 !== null) return { label: utf16, encoding: 'UTF-16' };
  const latin = new TextDecoder('windows-1252').decode(bytes);
  // One byte for the sign of degrees before C or F is Latin.
  if (/[°º]\s?[CFcf]/.test(latin)) return { label: 'windows-1252', encoding: 'windows-1252' };
  const possible = eastAsian.filter(({ label }) => {
    const text = decodedStrictly(bytes, label);
    return text !== null && signs.test(text);
  });
  return possible.length === 1 ? possible[0]! : { label: 'windows-1252', encoding: 'windows-1252' };
}

function decodedStrictly(bytes: Uint8Array, label: string): string | null {
  try {
    // The beginning of a file may end within a character.
    return new TextDecoder(label, { fatal: true }).decode(bytes, { stream: true });
  } catch {
    return null;
  }
}

/** UTF-16 by its byte order mark, or because nearly all characters of a log are ASCII, so every other byte is zero. */
export function utf16Of(bytes: Uint8Array): 'utf-16le' | 'utf-16be' | null {
  const [first, second] = bytes;
  if (first === 0xff && second === 0xfe) return 'utf-16le';
  if (first === 0xfe && second === 0xff) return 'utf-16be';
  const beginning = bytes.subarray(0, 8192);
  const zeros = [0, 1].map((parity) =>
    beginning.reduce((count, byte, index) => count + Number(byte === 0 && index % 2 === parity), 0),
  ) as [number, number];
  const half = Math.floor(beginning.length / 2);
  if (beginning.length < 8 || Math.max(...zeros) < 0.9 * half || Math.min(...zeros) !== 0) return null;
  return zeros[1] > zeros[0] ? 'utf-16le' : 'utf-16be';
}
