import { bin, runCommand } from './process.mjs';

/** Formats the whole tree in place. */
export const run = () => runCommand(bin('oxfmt'), ['.']);
