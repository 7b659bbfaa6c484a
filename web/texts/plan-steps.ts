/** The three steps in which a shipment is planned. */
export const stepsTexts = {
  title: 'New shipment',
  steps: { 1: 'What and where', 2: 'Loggers', 3: 'Who is notified' },
  stepOf: (step: number, name: string) => `Step ${step} of 3: ${name}`,
  progress: 'Steps',
  start: 'Start from',
  empty: 'An empty plan',
  template: (name: string) => `Template: ${name}`,
  copying: (shipment: string) => `Copied from ${shipment}, without number, label and times.`,
  many: 'Plan many at once',
  next: 'Continue',
  back: 'Back',
  plan: 'Plan shipment',
  planning: 'Planning…',
  number: 'Shipment',
  discard: 'Start over',

  loggers: {
    lead: 'Scan or type the name of each logger. It is attached when you plan the shipment.',
    later:
      'No logger yet: nothing is recorded until one is attached. You can attach it later, at the shipment.',
    name: (n: number) => (n === 1 ? 'Logger' : `Logger ${n}`),
    nameHint: 'As on the logger, for example box-17',
    add: 'Add another logger',
    remove: (name: string) => `Remove ${name}`,
    twice: 'This logger is listed twice.',
    badName: 'A logger’s name has letters, digits, ":", "_" and "-" only.',
    needsAmbient: 'Choose the limits around the goods, which this logger needs:',
  },
  summary: {
    title: 'Summary',
    editStep: (name: string) => `Edit: ${name}`,
    noLogger: 'None yet. Nothing is recorded until one is attached.',
  },
  outcome: {
    lead: (failed: number) =>
      `The shipment is planned. ${failed === 1 ? 'One logger was' : `${failed} loggers were`} not attached.`,
    attaching: 'Attaching the loggers…',
    attached: (device: string) => `${device} is attached.`,
    notAttached: (device: string) => `${device} is not attached.`,
    retry: 'Try again',
    open: 'Open the shipment',
    without: 'Open the shipment without them',
  },
} as const;
