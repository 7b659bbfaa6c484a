/** Thrown where code is there but the browser refuses it, because it failed before: only a reload helps. */
export class NeedsReload extends Error {}
