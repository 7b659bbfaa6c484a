import { removeFolder, useTemporaryFolder } from './temporary-folder.ts';

// Imported first by commands: gives the process a folder for its temporary files, and deletes it at the end.

const folder = useTemporaryFolder();
process.once('exit', () => removeFolder(folder));
// Without a handler, a signal would end the process without the event above.
process.once('SIGINT', () => process.exit(130));
process.once('SIGTERM', () => process.exit(143));
