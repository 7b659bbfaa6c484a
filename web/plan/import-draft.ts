/** A table as it was given: a file by its bytes in base64, or pasted text. */
export type Source =
  | { readonly kind: 'file'; readonly name: string; readonly base64: string }
  | { readonly kind: 'text'; readonly text: string };

/** What a person gave to plan many shipments, and what became of it. */
export type ImportDraft = {
  readonly site: string;
  /** The zone of times that are given without one; empty for that of the display. */
  readonly zone: string;
  /** What stands in the field for pasted cells. */
  readonly pasted: string;
  /** Null until a table is read. */
  readonly source: Source | null;
  /** The numbers of the shipments that were planned; null until they were. */
  readonly planned: readonly string[] | null;
};

/** The draft with which many shipments are planned at a site. */
export function newImport(site: string): ImportDraft {
  return { site, zone: '', pasted: '', source: null, planned: null };
}

/** Turns a file into a source that can be stored with a draft. */
export async function sourceOf(file: File): Promise<Source> {
  const bytes = new Uint8Array(await file.arrayBuffer());
  let binary = '';
  for (const byte of bytes) binary += String.fromCharCode(byte);
  return { kind: 'file', name: file.name, base64: btoa(binary) };
}

/** The bytes of a file, or the text that was pasted. */
export function contentOf(source: Source): Uint8Array | string {
  if (source.kind === 'text') return source.text;
  return Uint8Array.from(atob(source.base64), (character) => character.charCodeAt(0));
}
