/**
 * Returns a text without the hashes at the end of the logical ids in it, which the CDK derives from the place of each
 * construct: `NotifyQueue6D88C138` becomes `NotifyQueue`.
 */
export function withoutHashes(text: string): string {
  return text.replaceAll(/\b([A-Z]\w*?)(?:[\dA-F]{8})+\b/g, '$1');
}
