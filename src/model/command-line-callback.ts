/** The address at which the command line waits for the result of a sign-in. */
export const commandLineCallback = 'http://localhost:8765/callback';
