import { plural } from './plural.ts';

/** What becomes of a plan: it is changed, the shipment is cancelled, and what that led to is said. */
export const planChangesTexts = {
  change: {
    title: (shipment: string) => `Edit the plan of ${shipment}`,
    lead: 'Only what you change is sent, with the reason. It is recorded in the audit trail with your name.',
    changes: 'What changes',
    nothing: 'Nothing is changed yet.',
    before: 'Before',
    after: 'After',
    field: 'Field',
    reason: 'Reason (required)',
    suggestions: 'Suggested reasons',
    reasons: ['Typing error', 'Carrier changed', 'Delay'],
    send: (n: number) => `Send ${plural(n, 'change', 'changes')}`,
    sending: 'Sending…',
    back: 'Back to the shipment',
    discard: 'Discard changes',
  },
  fixed: {
    cancelled: 'The shipment is cancelled, so its plan cannot be changed.',
    decided: 'A decision is signed, so the plan cannot be changed.',
    departed: 'Cannot be changed: the departure is declared.',
    arrived: 'Cannot be changed: the arrival is declared.',
    attached: 'Cannot be changed: readings are checked against these limits since a logger was attached.',
  },
  cancellation: {
    title: (shipment: string) => `Cancel ${shipment}?`,
    loggers: (names: string) => `These loggers are set free: ${names}.`,
    noLoggers: 'No logger is attached.',
    final: 'A cancelled shipment cannot be resumed. You can plan a copy of it afterwards.',
    reason: 'Reason (required)',
    hint: 'Recorded in the audit trail with your name.',
    confirm: 'Cancel shipment',
    dismiss: 'Keep it',
  },
  notice: {
    label: 'Result',
    planned: (shipment: string) => `${shipment} is planned.`,
    plannedWith: (shipment: string, n: number) =>
      `${shipment} is planned, and ${plural(n, 'logger is', 'loggers are')} attached.`,
    nextDepart: 'Next: when the goods leave, declare the departure here.',
    nextAttach: 'Next: attach a logger here. Nothing is recorded until then.',
    changed: (shipment: string) => `The plan of ${shipment} is changed.`,
    cancelled: (shipment: string) => `${shipment} is cancelled. Its loggers are free for other shipments.`,
    copy: 'Plan a copy',
    dismiss: 'Dismiss',
  },
} as const;
