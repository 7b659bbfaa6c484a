/** The height of a plot in CSS pixels, axes included. */
export function plotHeight(channel: string): number {
  return channel === 'temperature' ? 260 : 150;
}
