import { readFileSync } from 'node:fs';

/** One test that names rows of the catalogue. */
export interface RowTest {
  readonly rows: readonly string[];
  readonly title: string;
  readonly isPassed: boolean;
  /** What the page or the server said, by row. */
  readonly sentences: ReadonlyMap<string, string>;
}

/** Ids of rows in a title: "I-1", "U-12:text", "(H-10)". */
export const rowPattern = /\b([IMJHUEBS]-\d{1,2})(?!\d)/g;

const rowsIn = (title: string): string[] => [
  ...new Set([...title.matchAll(rowPattern)].map(([, row]) => row)),
];

/** A sentence that begins with a row, "U-8:503: Google is not answering.", is that row's; any other is of all of them. */
function sentencesOf(rows: readonly string[], said: readonly string[]): ReadonlyMap<string, string> {
  const sentences = new Map<string, string>();
  for (const one of said) {
    const [, row, sentence = one] = /^([IMJHUEBS]-\d{1,2})(?::\w+)?: (.*)$/su.exec(one) ?? [];
    for (const named of row === undefined ? rows : [row])
      if (!sentences.has(named)) sentences.set(named, sentence);
  }
  return sentences;
}

interface UnitReport {
  readonly testResults: readonly {
    readonly assertionResults: readonly {
      readonly fullName: string;
      readonly status: string;
      readonly meta?: { readonly sentence?: string };
    }[];
  }[];
}

/** Tests of vitest's JSON report that ran and name a row. */
export function unitTests(file: string): RowTest[] {
  const { testResults } = JSON.parse(readFileSync(file, 'utf8')) as UnitReport;
  return testResults
    .flatMap(({ assertionResults }) => assertionResults)
    .filter(({ status }) => status === 'passed' || status === 'failed')
    .map(({ fullName, status, meta }) => {
      const rows = rowsIn(fullName);
      const sentences = sentencesOf(rows, meta?.sentence ? [meta.sentence] : []);
      return { rows, title: fullName, isPassed: status === 'passed', sentences };
    })
    .filter(({ rows }) => rows.length > 0);
}

interface BrowserSuite {
  readonly title: string;
  readonly suites?: readonly BrowserSuite[];
  readonly specs: readonly {
    readonly title: string;
    readonly tags: readonly string[];
    readonly ok: boolean;
    readonly tests: readonly {
      readonly annotations: readonly { readonly type: string; readonly description?: string }[];
    }[];
  }[];
}

/**
 * Tests of Playwright's JSON report. Rows stand in titles and tags; a sentence is an annotation of that type. A test
 * without a row is one of those that only run here because they are long.
 */
export function browserTests(file: string): RowTest[] {
  const { suites } = JSON.parse(readFileSync(file, 'utf8')) as { suites: readonly BrowserSuite[] };
  const walk = (suite: BrowserSuite, path: string): RowTest[] => [
    ...suite.specs.map(({ title, tags, ok, tests }) => {
      const full = `${path} ${title}`.trim();
      const rows = rowsIn(`${full} ${tags.join(' ')}`);
      const said = tests
        .flatMap(({ annotations }) => annotations)
        .flatMap(({ type, description }) => (type === 'sentence' && description ? [description] : []));
      return { rows, title: full, isPassed: ok, sentences: sentencesOf(rows, said) };
    }),
    ...(suite.suites ?? []).flatMap((inner) => walk(inner, `${path} ${inner.title}`)),
  ];
  return suites.flatMap((suite) => walk(suite, ''));
}
