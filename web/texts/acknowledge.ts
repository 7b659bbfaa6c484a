/** The dialog in which an alarm is acknowledged. Loaded with the dialog. */
export const acknowledgeTexts = {
  actionTaken: 'Action taken',
  hint: 'Recorded in the audit trail with your name.',
  which: 'Alarms to acknowledge',
  suggestions: 'Suggestions',
  suggested: [
    'Carrier called.',
    'Driver checks doors and cooling.',
    'Goods moved to a cold room.',
    'Sensor checked, goods are cold.',
    'Replacement requested.',
  ],
} as const;
