/** How the page looks: on paper, on a phone, and in the dark. */
const style = `
:root {
  color-scheme: light dark;
  --page: #f6f6f4; --sheet: #ffffff; --text: #1b1d21; --soft: #565b64; --line: #dfe0e2; --code: #f4f4f2;
  --error: #b3261e; --error-sheet: #fdeceb; --pass: #1a7036; --pass-sheet: #e8f4ea;
  --warn: #8a5a00; --warn-sheet: #fdf3dd; --link: #0b57a4; --held: #2c8a4b; --untested: #c9cbd0;
}
@media (prefers-color-scheme: dark) {
  :root {
    --page: #15171a; --sheet: #1d2024; --text: #e7e8ea; --soft: #a5abb4; --line: #363a41; --code: #17191c;
    --error: #ff9a91; --error-sheet: #3a1f1d; --pass: #7fd597; --pass-sheet: #1a2f20;
    --warn: #ecc06a; --warn-sheet: #332812; --link: #8ab8f0; --held: #3f9d5f; --untested: #4b5058;
  }
}
* { box-sizing: border-box }
html { -webkit-text-size-adjust: 100%; text-size-adjust: 100%; scroll-behavior: smooth }
@media (prefers-reduced-motion: reduce) { html { scroll-behavior: auto } }
body {
  margin: 0; background: var(--page); color: var(--text); overflow-wrap: anywhere;
  font: 1rem/1.55 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", "Noto Sans", sans-serif;
}
header, main, footer { max-width: 68rem; margin: 0 auto; padding: 0 1.5rem }
header { padding-top: 2.75rem }
h1, h2, h3, h4, p, dl, dd, ul, pre { margin: 0 }
h1 { font-size: 1.75rem; line-height: 1.2; font-weight: 650; letter-spacing: -0.01em }
h2 { font-size: 1.25rem; font-weight: 650; margin: 3rem 0 1rem }
h3 { font-size: 1rem; font-weight: 600 }
h4 { font-size: 0.8125rem; font-weight: 600; color: var(--soft) }
a { color: var(--link) }
code, pre { font: 0.8125rem/1.6 ui-monospace, SFMono-Regular, Menlo, Consolas, "Liberation Mono", monospace }
:focus-visible { outline: 2px solid var(--link); outline-offset: 2px }
.tool { color: var(--soft); font-size: 0.875rem; margin-bottom: 0.25rem }
.verdict { margin: 1.25rem 0 1.5rem; padding: 0.875rem 1.125rem; border-radius: 0.625rem; border-left: 0.3rem solid }
.verdict strong { margin-right: 0.5rem; letter-spacing: 0.04em }
.verdict.pass { border-color: var(--pass); background: var(--pass-sheet) }
.verdict.fail { border-color: var(--error); background: var(--error-sheet) }
.verdict.inconclusive { border-color: var(--warn); background: var(--warn-sheet) }
.verdict.pass strong { color: var(--pass) }
.verdict.fail strong { color: var(--error) }
.verdict.inconclusive strong { color: var(--warn) }
.facts { display: grid; gap: 0.375rem 2rem; grid-template-columns: repeat(auto-fit, minmax(min(100%, 18rem), 1fr)) }
.facts .wide { grid-column: 1 / -1 }
.facts div { display: grid; grid-template-columns: 6rem minmax(0, 1fr); gap: 0.75rem }
dt { color: var(--soft); font-size: 0.875rem; line-height: 1.7 }
.overview { margin-top: 2rem }
.bar { display: block; width: 100%; height: 0.625rem; border-radius: 0.3125rem; background: var(--line) }
rect.held { fill: var(--held) }
rect.broken { fill: var(--error) }
rect.untested { fill: var(--untested) }
.tiles {
  list-style: none; padding: 0; margin-top: 1rem; display: grid; gap: 0.625rem;
  grid-template-columns: repeat(auto-fit, minmax(6.25rem, 1fr));
}
.tile {
  padding: 0.625rem 0.875rem; background: var(--sheet); border: 1px solid var(--line);
  border-radius: 0.625rem; color: var(--soft); font-size: 0.875rem;
}
.tile b { display: block; font-size: 1.375rem; line-height: 1.3; font-weight: 650; color: var(--text) }
.tile.error b, .tile.broken b { color: var(--error) }
.tile.held b { color: var(--pass) }
.tile.advisory b { color: var(--warn) }
.tile.none b { color: var(--soft); font-weight: 500 }
nav ul { list-style: none; padding: 0; margin-top: 1.5rem; display: flex; flex-wrap: wrap; gap: 0.25rem 1.5rem }
nav a { display: inline-block; padding: 0.375rem 0 }
details { background: var(--sheet); border: 1px solid var(--line); border-radius: 0.625rem; margin-bottom: 0.875rem; padding: 0 1.125rem }
summary { cursor: pointer; padding: 0.8125rem 0; list-style-position: outside; margin-left: 0.875rem }
summary h3 { display: inline }
details[open] { padding-bottom: 1.125rem }
.finding .operation, .further .operation { color: var(--soft); font-weight: 400; font-size: 0.875rem }
.label, .state, .count { font-size: 0.8125rem; font-weight: 600; white-space: nowrap }
.label { padding: 0.0625rem 0.5rem; border-radius: 1rem; margin-right: 0.25rem }
.label.error { color: var(--error); background: var(--error-sheet) }
.label.advisory { color: var(--warn); background: var(--warn-sheet) }
.label.known { color: var(--soft); background: var(--code) }
.message { font-size: 1.0625rem; margin-bottom: 0.75rem }
.finding .facts { grid-template-columns: minmax(0, 1fr) }
.pair { display: grid; grid-template-columns: repeat(2, minmax(0, 1fr)); gap: 1rem; margin-top: 1.125rem }
.pair > * { display: flex; flex-direction: column }
.pair pre { flex: 1 }
.pair > :only-child { grid-column: 1 / -1 }
pre {
  background: var(--code); border: 1px solid var(--line); border-radius: 0.5rem; padding: 0.75rem 0.875rem;
  white-space: pre-wrap; overflow-wrap: anywhere; margin-top: 0.375rem; max-height: 28rem; overflow-y: auto;
}
pre .start { word-break: break-all }
pre .name, pre i { color: var(--soft) }
.fault { margin-top: 0.375rem; padding: 0.75rem 0.875rem; border: 1px dashed var(--line); border-radius: 0.5rem }
.bar-of { display: flex; align-items: center; justify-content: space-between; min-height: 2rem }
button {
  font: inherit; font-size: 0.8125rem; color: var(--text); background: var(--sheet); border: 1px solid var(--line);
  border-radius: 0.5rem; padding: 0.25rem 0.875rem; min-height: 2rem; cursor: pointer;
}
button:hover { border-color: var(--soft) }
.more { color: var(--soft); font-size: 0.875rem; margin-top: 0.75rem }
.further { list-style: none; padding: 0; margin-top: 0.75rem }
.further li { padding: 0.5rem 0; border-top: 1px solid var(--line) }
.further p { color: var(--soft); font-size: 0.875rem }
.reasons { list-style: none; padding: 0 }
.reasons li { display: grid; grid-template-columns: 3rem minmax(0, 1fr); gap: 0.75rem; padding: 0.5rem 0; border-top: 1px solid var(--line) }
.reasons b { text-align: right; font-variant-numeric: tabular-nums }
.reasons p { color: var(--soft); font-size: 0.875rem }
.counts { color: var(--soft); margin-left: 0.5rem }
.count { margin-right: 0.5rem; font-weight: 500 }
.state.broken, .count.broken { color: var(--error) }
.state.held { color: var(--pass) }
.state.untested { color: var(--warn) }
.state.implied { color: var(--soft); font-weight: 400 }
table { width: 100%; border-collapse: collapse; font-size: 0.875rem }
caption { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap }
th, td { text-align: left; vertical-align: baseline; padding: 0.4375rem 0.75rem 0.4375rem 0; border-top: 1px solid var(--line); font-weight: 400 }
thead th { color: var(--soft); font-size: 0.8125rem; border-top: 0 }
thead th:nth-child(1) { width: 5.5rem }
thead th:nth-child(2) { width: 36% }
thead th:nth-child(3) { width: 24% }
td:last-child { color: var(--soft) }
footer { color: var(--soft); font-size: 0.875rem; padding-top: 2.5rem; padding-bottom: 3rem }
@media (max-width: 45rem) {
  header, main, footer { padding-left: 1rem; padding-right: 1rem }
  header { padding-top: 1.5rem }
  h1 { font-size: 1.375rem }
  .pair { grid-template-columns: minmax(0, 1fr) }
  .facts div { grid-template-columns: 5.5rem minmax(0, 1fr) }
  details { padding: 0 0.875rem }
  .counts { display: block; margin-left: 0 }
  thead { position: absolute; clip-path: inset(50%); width: 1px; height: 1px; overflow: hidden }
  table, tbody, tr, th, td { display: block; padding: 0; border: 0 }
  tr { padding: 0.5rem 0; border-top: 1px solid var(--line) }
}
@media print {
  body { background: none }
  nav, button { display: none }
  pre { max-height: none }
}
`

/**
 * Shows the buttons, which would be of no use without a script. Where a browser gives a page from a file no clipboard,
 * the text is selected and copied as by hand.
 */
const script = `
for (const button of document.querySelectorAll('.snippet button')) {
  const code = button.closest('.snippet').querySelector('code')
  button.hidden = false
  button.addEventListener('click', async () => {
    const selection = getSelection()
    selection.selectAllChildren(code)
    let copied = false
    try {
      await navigator.clipboard.writeText(code.textContent)
      copied = true
    } catch {
      copied = document.execCommand('copy')
    }
    button.textContent = copied ? 'Copied' : 'Selected'
    setTimeout(() => { button.textContent = 'Copy' }, 2000)
  })
}
`

export const HTML_ASSETS = { style, script } as const
