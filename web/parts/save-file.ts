/** Saves texts as a file where the browser saves downloads. */
export function saveFile(parts: string[], name: string, type: string): void {
  const url = URL.createObjectURL(new Blob(parts, { type }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  // The browser has saved the file by then.
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}
