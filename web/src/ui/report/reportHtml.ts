import type { EngineDescription } from '@cleanplate/shared/contract/engine.ts';
import type { DocumentFacts, PatchFacts } from '../../document/facts.ts';
import type { BeforeAfter, ReportData } from '../../document/reportPictures.ts';
import type { Text } from '../i18n/useText.ts';
import type { MessageKey } from '../i18n/en.ts';
import { makerName } from '../resultText.ts';
import { parameterRows } from './parameterRows.ts';
import { reportScript, reportStyle } from './reportStyle.ts';

const escapes: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};
/** Text as it may stand in an element or in a quoted attribute. */
export const escapeHtml = (text: string): string => text.replace(/[&<>"']/g, (sign) => escapes[sign]);

async function hashOf(text: string): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text));
  return `'sha256-${btoa(String.fromCharCode(...new Uint8Array(digest)))}'`;
}

async function dataUrl(blob: Blob): Promise<string> {
  const bytes = new Uint8Array(await blob.arrayBuffer());
  let binary = '';
  // In pieces: as arguments, a picture's bytes would not fit the call stack.
  for (let at = 0; at < bytes.length; at += 32_768)
    binary += String.fromCharCode(...bytes.subarray(at, at + 32_768));
  return `data:${blob.type};base64,${btoa(binary)}`;
}

export interface ReportInput {
  readonly facts: Pick<DocumentFacts, 'name' | 'width' | 'height' | 'patches'>;
  readonly data: ReportData;
  /** Where it is known what each engine does when nobody tells it otherwise. */
  readonly engines: readonly EngineDescription[];
  readonly text: Text;
  /** A BCP 47 tag: numbers and the date follow it. */
  readonly language: string;
  readonly date: Date;
}

/**
 * One file that shows and proves what was done, for people without the app: it opens from a disk, loads nothing, and its
 * own policy forbids it to. Everything from outside, names and prompts, is escaped.
 */
export async function reportHtml({
  facts,
  data,
  engines,
  text,
  language,
  date,
}: ReportInput): Promise<string> {
  const say = (key: MessageKey, params?: Record<string, string | number>) => escapeHtml(text(key, params));
  const number = (value: number, digits = 0) =>
    value.toLocaleString(language, { minimumFractionDigits: digits, maximumFractionDigits: digits });

  async function slider(pair: BeforeAfter, label: string): Promise<string> {
    const [before, after] = await Promise.all([dataUrl(pair.before), dataUrl(pair.after)]);
    return `<div class="slider">
<img src="${after}" width="${pair.width}" height="${pair.height}" alt="${say('report.afterAlt')}">
<img class="before" src="${before}" width="${pair.width}" height="${pair.height}" alt="${say('report.beforeAlt')}">
<span class="tag left" aria-hidden="true">${say('compare.before')}</span><span class="tag right" aria-hidden="true">${say('compare.after')}</span>
<span class="bar" aria-hidden="true"></span>
<input type="range" min="0" max="100" step="0.1" value="50" aria-label="${label}">
</div>`;
  }

  function rows(patch: PatchFacts): string {
    const { seam } = patch;
    const yes = (value: boolean) => say(value ? 'report.yes' : 'report.no');
    const known: readonly (readonly [MessageKey, string])[] = [
      ['report.engine', say(`engines.${patch.engine}` as MessageKey)],
      ['report.way', escapeHtml(makerName(patch, text))],
      ['report.left', yes(patch.leftComputer)],
      ['report.time', say('proof.seconds', { seconds: number(patch.seconds, 1) })],
      ...(patch.seed === null ? [] : [['panel.seed', number(patch.seed)] as const]),
      ['report.outside', `${number(patch.changedOutside)} / ${number(patch.pixelsOutside)}`],
      ['report.margin', `${number(Math.round(patch.margin))} px`],
      ['patches.edge', `${number(Math.round(patch.matteWidth))} px`],
      ['patches.colourMatch', yes(patch.colourMatch)],
      ['patches.grainMatch', yes(patch.grainMatch)],
      ...(seam
        ? ([
            ['report.contrast', number(seam.contrast, 1)],
            ['report.distance', number(seam.distance, 1)],
          ] as const)
        : []),
    ];
    const lines = known.map(([key, value]) => `<tr><th scope="row">${say(key)}</th><td>${value}</td></tr>`);
    for (const [name, value] of parameterRows(patch, engines, facts.width, { text, language }))
      lines.push(`<tr><th scope="row">${escapeHtml(name)}</th><td>${escapeHtml(value)}</td></tr>`);
    return lines.join('\n');
  }

  const patchName = (patch: PatchFacts) =>
    escapeHtml(patch.name || text('patches.patch', { number: patch.number }));
  const sections = await Promise.all(
    facts.patches
      .filter(({ id }) => data.patches[id])
      .map(
        async (patch) => `<section class="patch">
<h2>${patchName(patch)}</h2>
${await slider(data.patches[patch.id], patchName(patch))}
<table>${rows(patch)}</table>
</section>`,
      ),
  );
  const isKept = data.changedOutside === 0;
  const policy = [
    "default-src 'none'",
    'img-src data:',
    `style-src ${await hashOf(reportStyle)}`,
    `script-src ${await hashOf(reportScript)}`,
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
  return `<!doctype html>
<html lang="${escapeHtml(language)}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(facts.name)} · ${say('report.title')}</title>
<style>${reportStyle}</style>
</head>
<body>
<main>
<header>
<p class="kind">${say('report.title')}</p>
<h1><bdi>${escapeHtml(facts.name)}</bdi></h1>
<p class="meta">${number(facts.width)} × ${number(facts.height)} px · ${escapeHtml(date.toLocaleDateString(language, { dateStyle: 'long' }))}</p>
</header>
<p class="proof${isKept ? '' : ' broken'}"><strong>${number(data.changedOutside)}</strong><span>${say('report.proof', { total: number(data.pixelsOutside) })}</span></p>
${await slider(data.whole, say('canvas.split'))}
${sections.join('\n')}
<footer>${say('report.footer')}</footer>
</main>
<script>${reportScript}</script>
</body>
</html>
`;
}
