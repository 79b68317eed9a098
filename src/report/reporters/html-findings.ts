import { type Finding, findingSubject, type LedgerRow, type Report, type Witness } from '../results/index.ts'
import { counted, legible } from '../text/index.ts'
import { alsoSeenAt } from './also-seen-at.ts'
import { bodyExcerpt, type ShownMessage } from './body-text.ts'
import { knownText, orderFindings, type Standing, standingOf } from './findings.ts'
import { type Content, type Html, html, preformatted } from './html.ts'
import { copyableCurl, fetchSnippet } from './snippets.ts'
import { findingLocator, sourcePlace } from './source-place.ts'

/** A person does not read more: further findings get a row each, and the rest is only counted. */
const WHOLE = 100
const ROWS = 1000
/** The number of findings that are unfolded at first. */
const OPEN = 10
const BODY_CHARACTERS = 4000
const SNIPPET_CHARACTERS = 8000

export function findingsHtml({ findings, constraints, target }: Report): Content {
  if (findings.length === 0) return ''
  const ordered = orderFindings(findings)
  const locate = findingLocator(constraints)
  const rows = ordered.slice(WHOLE, WHOLE + ROWS)
  const omitted = ordered.length - WHOLE - ROWS
  return html`${ordered.slice(0, WHOLE).map((finding, index) => wholeFinding(finding, locate(finding), target, index < OPEN))}
${rows.length === 0 ? '' : html`<h3>Further findings</h3>\n<ul class="further">\n${rows.map(briefFinding)}</ul>`}
${omitted > 0 ? html`<p class="more">${counted(omitted, 'more finding')}: the JSON report has them.</p>` : ''}`
}

const text = (foreign: string): string => legible(foreign, { word: 400, whole: 1200 })
const subjectOf = (finding: Finding): string => legible(findingSubject(finding), { word: 200, whole: 300 })
const label = (standing: Standing): Html => html`<span class="label ${standing}">${standing}</span>`

const operationOf = ({ operation }: Finding): Html =>
  html`<span class="operation">${legible(operation, { word: 100, whole: 160 })}</span>`

const briefFinding = (finding: Finding): Html =>
  html`<li>${label(standingOf(finding))} <b>${subjectOf(finding)}</b> ${operationOf(finding)}<p>${text(finding.message)}</p></li>\n`

function wholeFinding(
  finding: Finding,
  source: LedgerRow['source'] | undefined,
  target: string,
  isOpen: boolean,
): Html {
  const { check, message, expected, received, occurrences, intermittent, known } = finding
  const also = alsoSeenAt(finding)
  const facts: [string, Content][] = [
    ['Expected', text(expected)],
    ['Received', text(received)],
    ...(also === undefined ? [] : ([['Also at', text(also)]] satisfies [string, Content][])),
    ...(source === undefined ? [] : ([['Contract', text(sourcePlace(source))]] satisfies [string, Content][])),
    [
      'Check',
      [
        html`<code>${check}</code>`,
        occurrences > 1 ? `, seen ${counted(occurrences, 'time')}` : '',
        intermittent ? ', intermittent' : '',
      ],
    ],
    ...(known === undefined ? [] : ([['Known', knownText(known)]] satisfies [string, Content][])),
  ]
  return html`<details class="finding"${isOpen ? html` open` : ''}>
<summary><h3>${label(standingOf(finding))} <span class="subject">${subjectOf(finding)}</span> ${operationOf(finding)}</h3></summary>
<p class="message">${text(message)}</p>
<dl class="facts">
${facts.map(([term, fact]) => html`<div><dt>${term}</dt><dd>${fact}</dd></div>\n`)}</dl>
${interaction(finding, target)}
</details>
`
}

function interaction({ witness }: Finding, target: string): Html {
  const { request, response, curl } = witness
  const answer =
    'fault' in response
      ? html`<p class="fault">${text(response.fault)}</p>`
      : message(html`<b>HTTP ${response.status}</b>`, response)
  const start = html`<b>${text(request.method)}</b> ${legible(request.target, { word: 700, whole: 700 })}`
  return html`<div class="pair">
<section><h4>Request</h4>
${message(start, request)}</section>
<section><h4>Response</h4>
${answer}</section>
</div>
${snippets(curl, request, target)}`
}

function message(start: Html, { headers, body, cut }: ShownMessage): Html {
  const fields = headers.map(
    ([name, value]) =>
      html`<span class="name">${legible(name, { word: 100, whole: 100 })}:</span> ${legible(value, { word: 400, whole: 600 })}\n`,
  )
  const shown = body === undefined ? undefined : bodyExcerpt(body, cut, BODY_CHARACTERS)
  const content = shown === undefined ? '' : shown === '' ? html`\n<i>no body</i>` : html`\n${preformatted(shown)}`
  return html`<pre tabindex="0"><span class="start">${start}</span>\n${fields}${content}</pre>\n`
}

/** Code that sends the request again, from a shell and from JavaScript. */
function snippets(curl: string, request: Witness['request'], target: string): Html {
  const copyable = copyableCurl(curl, SNIPPET_CHARACTERS)
  const code = fetchSnippet(request, target)
  const shown = [
    ...('line' in copyable ? [snippet('curl', copyable.line)] : []),
    ...(code !== undefined && code.length <= SNIPPET_CHARACTERS ? [snippet('fetch', code)] : []),
  ]
  return html`${shown.length === 0 ? '' : html`<div class="pair">\n${shown}</div>\n`}${
    'advice' in copyable ? html`<p class="more">${sentence(copyable.advice)}</p>\n` : ''
  }${code === undefined ? html`<p class="more">fetch cannot send this request unchanged.</p>\n` : ''}`
}

const snippet = (title: string, code: string): Html => html`<div class="snippet">
<div class="bar-of"><h4>${title}</h4><button type="button" aria-label="Copy ${title}" hidden>Copy</button></div>
<pre tabindex="0"><code>${preformatted(code)}</code></pre>
</div>
`

const sentence = (words: string): string => `${words.slice(0, 1).toUpperCase()}${words.slice(1)}.`
