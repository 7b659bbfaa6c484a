import { plural } from './plural.ts';

/** Files of loggers at a shipment. */
export const filesTexts = {
  files: {
    title: 'Logger files',
    drop: 'Drop logger files here, or',
    choose: 'Choose files',
    add: 'Add files',
    hint: 'What the loggers in the goods exported: CSV, Excel, PDF, text and more, up to 20 MB each. Nothing is guessed: what a file does not say is asked here.',
    list: 'Files of this shipment',
    states: {
      uploading: 'Uploading',
      reading: 'Being read',
      asks: 'Needs an answer',
      attached: 'Attached',
      refused: 'Could not be read',
      'set-aside': 'Set aside',
    },
    size: (megabytes: string, kilobytes: string, isLarge: boolean) =>
      isLarge ? `${megabytes}\u00a0MB` : `${kilobytes}\u00a0kB`,
    added: (by: string, moment: string) => `added by ${by}, ${moment}`,
    phases: {
      waiting: 'Waiting for the other uploads',
      preparing: 'Preparing',
      sending: (percent: string) => `Uploading, ${percent}`,
      finishing: 'Uploaded. Reading begins',
      failed: 'Not uploaded',
      known: 'Already here',
    },
    progress: (name: string) => `Upload of ${name}`,
    retry: 'Try again',
    retryOf: (name: string) => `Try again: ${name}`,
    dismiss: 'Dismiss',
    dismissOf: (name: string) => `Dismiss: ${name}`,
    readingHint: 'This takes a few seconds. You can leave the page meanwhile.',
    elsewhere: 'It is being uploaded in another window, or was interrupted. If so, choose the file again.',
    unfinishedState: 'Upload not finished',
    unfinished: 'It did not arrive, so it counts for nothing. Choose the file again to upload it.',
    tooLarge: (megabytes: string, most: string) =>
      `The file has ${megabytes} MB; at most ${most} MB can be uploaded. Export a shorter period from the logger, or as CSV instead of PDF.`,
    empty: 'The file is empty. Export it from the logger again.',
    alreadyHere: (state: string) => `The same file is already listed: ${state.toLowerCase()}.`,
    connection: 'The connection was lost during the upload. Check it and try again.',
    changed: 'The file changed while it was uploaded. Choose it again.',
    storage: (status: number) =>
      `The upload was refused (error ${status}). Try again; if this repeats, ask an operator.`,
    serial: 'Logger',
    noSerial: 'no serial number in the file',
    interval: 'Interval',
    noInterval: 'varies',
    timeZone: 'Time zone',
    zoneInFile: 'given with each time',
    readings: 'Readings',
    period: (n: number, from: string, to: string) => `${n.toLocaleString('en-GB')}, from ${from} to ${to}`,
    howRead: 'How the file was read',
    hash: 'SHA-256',
    rowsWithoutTime: (n: number) =>
      `${plural(n, 'row has', 'rows have')} values but no readable time, so release is not recommended.`,
    loggerAlarms: 'The logger’s own alarms',
    noLoggerAlarms: 'The file says nothing about alarms of the logger.',
    alarm: (text: string) => `Alarm: ${text}`,
    noAlarm: (text: string) => `No alarm: ${text}`,
    preview: 'First rows of the file',
    previewOf: (name: string) => `First rows of ${name}`,
    valuesInFile: 'Values as in the file',
    sourceHint:
      'Two files of the same logger are here. Only one can count, or its readings would be judged twice. The other is set aside and stays on record. If the two contradict each other, release is not recommended.',
    whatToDo:
      'Export the file from the logger again, as CSV if you can, and add the new file. Then set this one aside, with the reason.',
    setAside: 'Set aside',
    setAsideOf: (name: string) => `Set aside: ${name}`,
    setAsideWhy: 'Why it does not count',
    setAsideHint:
      'Recorded in the audit trail with your name. The file stays on record, and none of its readings are judged.',
    waits: {
      uploading: (n: number) =>
        `You can sign when ${n === 1 ? 'the file is' : `all ${n} files are`} uploaded and read.`,
      reading: (n: number) => `You can sign when ${n === 1 ? 'the file is' : `all ${n} files are`} read.`,
      asks: (name: string) => `Before you sign, answer the question about ${name}, or set the file aside.`,
      unfinished: (name: string) =>
        `Before you sign, wait for the upload of ${name}. If it was interrupted, choose the file again.`,
      unknown: 'You can sign when the list of logger files has loaded.',
    },
    announce: {
      uploading: (name: string) => `${name} is being uploaded.`,
      reading: (name: string) => `${name} is uploaded and being read.`,
      asks: (name: string) => `${name} needs an answer.`,
      attached: (name: string) => `${name} is attached.`,
      refused: (name: string) => `${name} could not be read.`,
      'set-aside': (name: string) => `${name} is set aside.`,
      failed: (name: string) => `${name} was not uploaded.`,
    },
  },
} as const;
