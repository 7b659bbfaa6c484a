/** What the environment of a function says where a stage sends no mails to single people. */
export const noMailFrom = 'none';
