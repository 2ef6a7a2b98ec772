/** The report's own style sheet: paper by day, dark by night, and fit to print. */
export const reportStyle = `
:root { color-scheme: light dark; --ink: light-dark(#1a1a1a, #ececec); --paper: light-dark(#ffffff, #161616); --soft: light-dark(#f3f3f3, #202020); --line: light-dark(#dedede, #333333); --muted: light-dark(#5a5a5a, #a8a8a8); --good: light-dark(#08735a, #53d3ab); --good-soft: light-dark(#e4f3ed, #1c352d); --bad: light-dark(#8a4b00, #f0b75e); }
* { box-sizing: border-box; margin: 0; }
body { background: var(--paper); color: var(--ink); font: 15px/1.5 system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', 'PingFang TC', 'Noto Sans TC', 'Noto Sans CJK TC', 'Microsoft JhengHei', sans-serif; }
main { max-width: 1080px; margin: 0 auto; padding: 48px 24px 64px; }
.kind { color: var(--muted); font-size: 13px; letter-spacing: 0.04em; }
h1 { font-size: 28px; line-height: 1.25; font-weight: 650; overflow-wrap: anywhere; }
h2 { margin-bottom: 12px; font-size: 18px; font-weight: 650; overflow-wrap: anywhere; }
.meta { margin-top: 4px; color: var(--muted); font-variant-numeric: tabular-nums; }
.proof { display: flex; align-items: baseline; gap: 16px; margin: 24px 0; padding: 16px 20px; border-radius: 10px; background: var(--good-soft); font-variant-numeric: tabular-nums; }
.proof strong { font-size: 34px; line-height: 1; color: var(--good); }
.proof.broken { background: var(--soft); }
.proof.broken strong { color: var(--bad); }
.slider { --at: 50%; position: relative; overflow: hidden; border-radius: 8px; background: #808080; line-height: 0; }
.slider img { width: 100%; height: auto; }
.slider .before { position: absolute; inset: 0; height: 100%; clip-path: inset(0 calc(100% - var(--at)) 0 0); }
.slider .bar { position: absolute; top: 0; bottom: 0; left: var(--at); width: 2px; margin-left: -1px; background: #ffffff; box-shadow: 0 0 0 1px rgb(0 0 0 / 0.45); pointer-events: none; }
.slider .bar::after { position: absolute; top: 50%; left: 50%; width: 36px; height: 36px; margin: -18px; border-radius: 50%; background: #ffffff; box-shadow: 0 1px 6px rgb(0 0 0 / 0.5); content: ''; }
.slider input { position: absolute; inset: 0; width: 100%; height: 100%; margin: 0; opacity: 0; cursor: ew-resize; }
.slider:has(input:focus-visible) { outline: 3px solid var(--good); outline-offset: 3px; }
.tag { position: absolute; bottom: 12px; padding: 4px 10px; border-radius: 6px; background: rgb(0 0 0 / 0.65); color: #ffffff; font-size: 12px; line-height: 1.4; font-weight: 600; pointer-events: none; }
.tag.left { left: 12px; }
.tag.right { right: 12px; }
.patch { margin-top: 48px; }
.patch .slider { max-width: 900px; }
table { width: 100%; max-width: 900px; margin-top: 16px; border-collapse: collapse; font-variant-numeric: tabular-nums; }
th, td { padding: 7px 0; border-top: 1px solid var(--line); text-align: start; vertical-align: top; overflow-wrap: anywhere; }
th { width: 45%; padding-inline-end: 16px; color: var(--muted); font-weight: 400; }
footer { margin-top: 56px; padding-top: 16px; border-top: 1px solid var(--line); color: var(--muted); font-size: 13px; }
@media print { main { padding: 0; } .patch { break-inside: avoid; } }
`;

/** Moves each bar; without it the pictures stand half and half. */
export const reportScript = `
for (const slider of document.querySelectorAll('.slider')) {
  const input = slider.querySelector('input');
  const move = () => slider.style.setProperty('--at', input.value + '%');
  input.addEventListener('input', move);
  move();
}
`;
