// What the catalogue's table (`npm run test:faults`) prints beside a row: the sentence that the user reads.
import type { TestContext } from 'vitest';

declare module 'vitest' {
  interface TaskMeta {
    sentence?: string;
  }
}

/** Notes the sentence in which a row of the catalogue of faults ended. */
export function noteSentence({ task }: Pick<TestContext, 'task'>, sentence: string | undefined): void {
  if (sentence !== undefined) task.meta.sentence = sentence;
}
