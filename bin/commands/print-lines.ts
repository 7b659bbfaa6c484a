/** Prints lines as they come. */
export async function printLines(lines: AsyncIterable<string>): Promise<void> {
  for await (const line of lines) console.log(line);
}
