/** Formats that the user can name; otherwise the format is detected from the content. */
export const formats = [
  'csv',
  'json',
  'senml',
  'androsensor',
  'berlinger',
  'efento',
  'electricblue',
  'elitech',
  'maxim-ibutton',
  'meaco',
  'onset-hobo',
  'rotronic',
  't-and-d',
  'tinytag',
  'tomst',
  'trend-bms',
  'table',
] as const;
export type Format = (typeof formats)[number];
