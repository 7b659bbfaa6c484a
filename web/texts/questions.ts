/** What a logger file leaves open, and the answers to choose from. */
export const questionTexts = {
  open: 'One answer is needed',
  answers: {
    'time-zone': 'Time zone of the file',
    unit: 'Unit of the temperature',
    decimal: 'Decimals are separated by a',
    'date-order': 'Order of day (D), month (M) and year (Y)',
    device: 'Device',
    sheet: 'Sheet',
    product: 'Products that the logger stood with',
    interval: 'Minutes between two readings',
    since: 'From when on was the logger with the goods?',
    'source-of-record': 'Which file is the record of this logger?',
  },
  /** Answers that have a shorter name in the file's own terms. */
  choices: {
    unit: { degC: '°C', degF: '°F', K: 'K' },
    'source-of-record': {
      'this file': 'This file',
      'both, they are of different loggers': 'Both: they are of different loggers',
    },
    decimal: { point: 'point: 4.5', comma: 'comma: 4,5' },
    'date-order': {
      DMY: 'DMY: day, month, year',
      MDY: 'MDY: month, day, year',
      YMD: 'YMD: year, month, day',
    },
  } as Readonly<Record<string, Readonly<Record<string, string>>>>,
  earlierFile: (name: string) => `The earlier file, ${name}`,
  column: (quantity: string) => `Column with the ${quantity}`,
  zoneHint: 'A name as Europe/Berlin, or an offset as +01:00',
  browserZone: (zone: string) => `This browser is set to ${zone}`,
  use: (answer: string) => `Use ${answer}`,
  chooseAnswer: 'Choose',
  readAgain: 'Read with this answer',
  answerWithThis: 'Use this answer',
} as const;
