/** Puts typed or pasted text on one line, because each entry of the audit trail is a single line. */
export function oneLine(typed: string): string {
  return typed.replaceAll(/[^\S\n\r]*[\n\r]+[^\S\n\r]*/g, ' ');
}
