import { readFileSync } from 'node:fs';

/** One test that names rows of the catalogue. */
export interface RowTest {
  readonly rows: readonly string[];
  readonly title: string;
  readonly isPassed: boolean;
  readonly sentence: string | undefined;
}

/** Ids of rows in a title: "I-1", "U-12:text", "(H-10)". */
export const rowPattern = /\b([IMJHUEBS]-\d{1,2})(?!\d)/g;

const rowsIn = (title: string): string[] => [
  ...new Set([...title.matchAll(rowPattern)].map(([, row]) => row)),
];

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
    .map(({ fullName, status, meta }) => ({
      rows: rowsIn(fullName),
      title: fullName,
      isPassed: status === 'passed',
      sentence: meta?.sentence,
    }))
    .filter(({ rows }) => rows.length > 0);
}

interface BrowserSuite {
  readonly title: string;
  readonly suites?: readonly BrowserSuite[];
  readonly specs: readonly {
    readonly title: string;
    readonly ok: boolean;
    readonly tests: readonly {
      readonly annotations: readonly { readonly type: string; readonly description?: string }[];
    }[];
  }[];
}

/** Tests of Playwright's JSON report that name a row; a sentence is an annotation of that type. */
export function browserTests(file: string): RowTest[] {
  const { suites } = JSON.parse(readFileSync(file, 'utf8')) as { suites: readonly BrowserSuite[] };
  const walk = (suite: BrowserSuite, path: string): RowTest[] => [
    ...suite.specs.map(({ title, ok, tests }) => {
      const full = `${path} ${title}`.trim();
      const note = tests.flatMap(({ annotations }) => annotations).find(({ type }) => type === 'sentence');
      return { rows: rowsIn(full), title: full, isPassed: ok, sentence: note?.description };
    }),
    ...(suite.suites ?? []).flatMap((inner) => walk(inner, `${path} ${inner.title}`)),
  ];
  return suites.flatMap((suite) => walk(suite, '')).filter(({ rows }) => rows.length > 0);
}
