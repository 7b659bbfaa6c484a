/** A text as it was typed or pasted, on one line: what stands in an audit trail is one sentence after another. */
export function oneLine(typed: string): string {
  return typed.replaceAll(/[^\S\n\r]*[\n\r]+[^\S\n\r]*/g, ' ');
}
