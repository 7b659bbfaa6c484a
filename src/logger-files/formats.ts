/** Formats that the user can name; otherwise the format is detected from the content. */
export const formats = ['csv', 'json', 'senml', 'berlinger', 'androsensor', 'table'] as const;
export type Format = (typeof formats)[number];
