/**
 * Sentences that can be said one after the other and awaited once: `await editor.stroke(a, b).undo().expectMask([], [a])`.
 * Each takes its turn when the one before it is done; the first that fails ends the chain.
 */
import { test } from '@playwright/test';

type Step = (...args: never[]) => Promise<void>;
export type Steps = Readonly<Record<string, Step>>;
export type Answers = Readonly<Record<string, unknown>>;

/** What can be said: a step leads on to the next sentence, an answer ends the chain with its value. */
export type Fluent<S extends Steps, A extends Answers> = {
  readonly [K in keyof S]: (...args: Parameters<S[K]>) => Chain<S, A>;
} & A;
export type Chain<S extends Steps, A extends Answers> = Promise<Fluent<S, A>> & Fluent<S, A>;

interface Place {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** The line that said the sentence, so that a report points at the spec and not at the driver. */
function saidAt(sentence: (...args: never[]) => unknown): Place | undefined {
  const trace = { stack: '' };
  Error.captureStackTrace(trace, sentence);
  const frame = /\(?(?:file:\/\/)?(\/[^()\s]+):(\d+):(\d+)\)?\n?/.exec(trace.stack);
  return frame ? { file: frame[1], line: Number(frame[2]), column: Number(frame[3]) } : undefined;
}

/** Benches work with the same sentences, and report to nobody. */
function isInTest(): boolean {
  try {
    return test.info() !== undefined;
  } catch {
    return false;
  }
}

const brief = (value: unknown): string => {
  const text =
    JSON.stringify(value, (_key, one: unknown) => (one instanceof RegExp ? String(one) : one)) ?? '';
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
};

/**
 * @param steps what is done; @param answers what is asked, and plain values. Functions among the answers wait, on a
 * chain, for what was said before them.
 */
export function fluent<S extends Steps, A extends Answers>(steps: S, answers: A): Fluent<S, A> {
  const say = (before: Promise<unknown>): Fluent<S, A> => {
    const asked = Object.entries(answers).map(([name, answer]) => [
      name,
      typeof answer === 'function'
        ? (...args: unknown[]) => before.then(() => (answer as (...given: unknown[]) => unknown)(...args))
        : answer,
    ]);
    const done = Object.entries(steps).map(([name, step]) => {
      const sentence = (...args: never[]) => {
        const location = saidAt(sentence);
        const title = `${name}(${args.map(brief).join(', ')})`;
        const said = before.then(() =>
          isInTest() ? test.step(title, () => step(...args), { box: true, location }) : step(...args),
        );
        // The root, not the chain: a promise that resolved to a promise would never end.
        return Object.assign(
          said.then(() => root),
          say(said),
        );
      };
      return [name, sentence];
    });
    return Object.fromEntries([...asked, ...done]) as Fluent<S, A>;
  };
  const root = say(Promise.resolve());
  return root;
}
