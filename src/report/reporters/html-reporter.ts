import { createHash } from 'node:crypto'
import type { Report, Reporter, TargetKind } from '../results/index.ts'
import { counted, grouped, legible } from '../text/index.ts'
import { countStandings, type Standing } from './findings.ts'
import { type Content, Html, html } from './html.ts'
import { HTML_ASSETS } from './html-assets.ts'
import { findingsHtml } from './html-findings.ts'
import { ledgerHtml, untestedHtml } from './html-ledger.ts'
import { countLedger, STATES } from './ledger.ts'
import { targetText } from './target-text.ts'
import { verdictSentence } from './verdict-text.ts'

const NOTES = 200

/** Writes one page that needs no other file, no network, and no script to be readable. */
export function createHtmlReporter(): Reporter {
  return { report: (event) => (event.type === 'finished' ? `${page(event.report, event).text}\n` : '') }
}

function page(report: Report, kind: TargetKind): Html {
  const { summary, contract, findings, constraints, notes } = report
  const verdict = summary.verdict.toUpperCase()
  const title = name(`${contract.title} ${contract.version}`)
  const sections: [id: string, title: string, content: Content][] = [
    ['findings', 'Findings', findingsHtml(report)],
    ['untested', 'Untested', untestedHtml(constraints)],
    ['constraints', 'Constraints', ledgerHtml(constraints)],
    ['notes', 'Notes', notesSection(notes.map(({ message }) => message))],
  ]
  const shown = sections.filter(([, , content]) => content !== '')
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${verdict}: ${title}</title>
<style>${new Html(HTML_ASSETS.style)}</style>
</head>
<body>
<header>
<p class="tool">Contract report</p>
<h1>${title}</h1>
<p class="verdict ${summary.verdict}"><strong>${verdict}</strong> ${verdictSentence(summary)}</p>
${factsOf(report, kind)}
</header>
<main>
${overview(report, countStandings(findings))}
<nav aria-label="Sections"><ul>
${shown.map(([id, heading]) => html`<li><a href="#${id}">${heading}</a></li>\n`)}</ul></nav>
${shown.map(([id, heading, content]) => html`<section id="${id}">\n<h2>${heading}</h2>\n${content}\n</section>\n`)}</main>
<footer>${report.tool.name} ${report.tool.version}</footer>
${new Html(`<script>${HTML_ASSETS.script}</script>`)}
</body>
</html>`
}

const hashOf = (text: string): string => `'sha256-${createHash('sha256').update(text).digest('base64')}'`

/** The page loads nothing, and runs only this room's own script, whatever foreign text is in it. */
const policy = [
  "default-src 'none'",
  `style-src ${hashOf(HTML_ASSETS.style)}`,
  `script-src ${hashOf(HTML_ASSETS.script)}`,
  "base-uri 'none'",
  "form-action 'none'",
].join('; ')

const name = (text: string): string => legible(text, { word: 100, whole: 200 })

function factsOf({ target, seed, plan, summary, contract }: Report, kind: TargetKind): Html {
  const facts = [
    ['Target', targetText(kind, legible(target, { word: 200, whole: 300 }))],
    ['Requests', `${grouped(summary.requests)} sent, of ${grouped(plan.requests)} planned`],
    ['Executions', `${grouped(summary.executions)}, of ${grouped(plan.executions)} planned`],
    ['Seed', String(seed)],
    [
      'Plan',
      plan.digest === undefined ? 'not made to its end' : legible(plan.digest.slice(0, 12), { word: 12, whole: 12 }),
    ],
    ['Contract', legible(contract.digest.slice(0, 12), { word: 12, whole: 12 })],
  ] as const
  return html`<dl class="facts">
${facts.map(([term, fact]) => html`<div${term === 'Target' ? html` class="wide"` : ''}><dt>${term}</dt><dd>${fact}</dd></div>\n`)}</dl>`
}

const STANDINGS = {
  error: ['error', 'errors'],
  advisory: ['advisory', 'advisories'],
  known: ['known', 'known'],
} as const satisfies Record<Standing, readonly [string, string]>

function overview({ constraints }: Report, standings: Record<Standing, number>): Html {
  const { total } = countLedger(constraints)
  const counting = total.held + total.broken + total.untested
  const tiles = (['error', 'advisory', 'known'] as const)
    .filter((standing) => standing === 'error' || standings[standing] > 0)
    .map((standing) => tile(standing, standings[standing], STANDINGS[standing][standings[standing] === 1 ? 0 : 1]))
  return html`<section class="overview" aria-label="Overview">
${bar(total, counting)}
<ul class="tiles">
${tiles}${STATES.map((state) => tile(state, total[state], state))}</ul>
</section>`
}

const tile = (kind: string, count: number, label: string): Html =>
  html`<li class="tile ${count === 0 ? 'none' : kind}"><b>${grouped(count)}</b> <span>${label}</span></li>\n`

/** A bar of how much of the contract is held, broken and untested. */
function bar(total: Readonly<Record<'held' | 'broken' | 'untested', number>>, counting: number): Content {
  if (counting === 0) return ''
  const states = ['held', 'broken', 'untested'] as const
  let x = 0
  const parts = states.map((state) => {
    const width = (100 * total[state]) / counting
    const part = html`<rect class="${state}" x="${x.toFixed(2)}" y="0" width="${width.toFixed(2)}" height="1"/>`
    x += width
    return part
  })
  const label = `${grouped(total.held)} of ${counted(counting, 'constraint')} held, ${grouped(total.broken)} broken, ${grouped(total.untested)} untested`
  return html`<svg class="bar" viewBox="0 0 100 1" preserveAspectRatio="none" role="img" aria-label="${label}">${parts}</svg>`
}

function notesSection(notes: readonly string[]): Content {
  if (notes.length === 0) return ''
  const omitted = notes.length - NOTES
  return html`<ul>
${notes.slice(0, NOTES).map((note) => html`<li>${legible(note, { word: 200, whole: 1000 })}</li>\n`)}</ul>
${omitted > 0 ? html`<p class="more">${counted(omitted, 'more note')}: the JSON report has them.</p>` : ''}`
}
