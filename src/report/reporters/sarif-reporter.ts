import { shortId } from '../../contract/constraints/index.ts'
import type { HeaderList } from '../../http/index.ts'
import {
  type Finding,
  findingPlaces,
  type LedgerRow,
  type Report,
  type Reporter,
  type Witness,
} from '../results/index.ts'
import { jsonText, legible } from '../text/index.ts'
import { bodyExcerpt } from './body-text.ts'
import { orderFindings, standingOf } from './findings.ts'
import { groupBy } from './ledger.ts'
import { findingLocator, sourceFileUri, sourcePlace } from './source-place.ts'
import { verdictSentence } from './verdict-text.ts'

const SCHEMA = 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json'
/** Servers accept about 10 MB, so further findings have no exchange. */
const EXCHANGES = 500
const BODY_CHARACTERS = 4000

/** Writes SARIF 2.1.0 (OASIS): constraints that have findings are rules, findings are results. */
export function createSarifReporter(): Reporter {
  return { report: (event) => (event.type === 'finished' ? `${jsonText(log(event.report))}\n` : '') }
}

function log(report: Report): object {
  const { tool, summary, findings, constraints, target, seed, plan } = report
  const ordered = orderFindings(findings)
  const locate = findingLocator(constraints)
  const rules = [...groupBy(ordered, ruleId)]
  const index = new Map(rules.map(([id], position) => [id, position]))
  const suppressible = findings.some(({ known }) => known !== undefined)
  const run = {
    tool: {
      driver: {
        name: tool.name,
        version: tool.version,
        rules: rules.map(([id, [first]]) => ({ id, ...(first && rule(first, locate(first))) })),
      },
    },
    invocations: [
      {
        executionSuccessful: summary.verdict !== 'inconclusive',
        toolExecutionNotifications: [
          {
            level: verdictLevel(summary),
            message: { text: plain(`${summary.verdict.toUpperCase()}  ${verdictSentence(summary)}`) },
          },
          ...report.notes.map(({ message }) => ({ level: 'note', message: { text: plain(message) } })),
        ],
      },
    ],
    results: ordered.map((finding, position) => ({
      ruleId: ruleId(finding),
      ruleIndex: index.get(ruleId(finding)),
      ...result(finding, locate(finding)),
      ...(position < EXCHANGES && exchange(finding.witness)),
      // Either all results of a run say whether they are suppressed, or none does (3.27.23).
      ...(suppressible && { suppressions: suppressions(finding) }),
    })),
    properties: {
      verdict: summary.verdict,
      target,
      seed,
      ...(plan.digest !== undefined && { plan: plan.digest }),
      requests: summary.requests,
      executions: summary.executions,
      constraints: { ...summary.constraints },
    },
  }
  return { $schema: SCHEMA, version: '2.1.0', runs: [run] }
}

/** What fails a run besides its findings is in no result, so the notification itself is more than a note. */
function verdictLevel({ verdict, reason }: Report['summary']): 'error' | 'warning' | 'note' {
  if (verdict === 'inconclusive') return 'error'
  return verdict === 'fail' && reason !== undefined ? 'warning' : 'note'
}

/** A finding about a case breaks no constraint, so its check is the rule. */
const ruleId = ({ subject, check }: Finding): string => (subject.kind === 'constraint' ? subject.constraint : check)

function rule(finding: Finding, source: LedgerRow['source'] | undefined): object {
  const { subject, check, expected, severity, operation } = finding
  const about =
    subject.kind === 'constraint' ? `${operation}: ${shortId({ id: subject.constraint, operation })}` : check
  const place = source === undefined ? '' : ` Contract: ${sourcePlace(source)}.`
  return {
    shortDescription: { text: plain(about) },
    fullDescription: {
      text: plain(subject.kind === 'constraint' ? `Expected: ${expected}.` : `Check: ${check}.`),
    },
    help: { text: plain(subject.kind === 'constraint' ? `Expected: ${expected}.${place}` : `Check: ${check}.`) },
    defaultConfiguration: { level: severity === 'error' ? 'error' : 'note' },
  }
}

function result(finding: Finding, source: LedgerRow['source'] | undefined): object {
  const { id, severity, message, expected, received, intermittent, occurrences, check } = finding
  return {
    level: severity === 'error' ? 'error' : 'note',
    message: { text: plain(`${message} Expected: ${expected}. Received: ${received}.`) },
    locations: [
      {
        ...(source && {
          physicalLocation: {
            artifactLocation: { uri: sourceFileUri(source.file) },
            ...(source.line !== undefined && { region: { startLine: source.line } }),
          },
        }),
        logicalLocations: operationsOf(finding).map((name) => ({ fullyQualifiedName: name, kind: 'function' })),
      },
    ],
    // Identifies the same finding in later runs, but not another defect of its constraint.
    partialFingerprints: { 'findingClass/v1': id },
    occurrenceCount: occurrences,
    properties: { check, class: finding.class, standing: standingOf(finding), intermittent },
  }
}

/** The operations in which it was seen, that of the witness first. */
const operationsOf = (finding: Finding): string[] => [
  ...new Set([finding.operation, ...findingPlaces(finding).map(({ operation }) => operation)]),
]

const suppressions = ({ known }: Finding): object[] =>
  known === undefined
    ? []
    : [{ kind: 'external', status: 'accepted', justification: plain(`${known.reason} (until ${known.expires})`) }]

function exchange({ request, response, curl }: Witness): object {
  return {
    webRequest: {
      protocol: 'http',
      version: '1.1',
      method: request.method,
      target: request.target,
      headers: headerObject(request.headers),
      ...(request.body && { body: { text: bodyExcerpt(request.body, request.cut, BODY_CHARACTERS) } }),
      ...(curl.length <= BODY_CHARACTERS && { properties: { curl } }),
    },
    webResponse:
      'fault' in response
        ? { noResponseReceived: true, reasonPhrase: plain(response.fault) }
        : {
            protocol: 'http',
            version: '1.1',
            statusCode: response.status,
            headers: headerObject(response.headers),
            body: { text: bodyExcerpt(response.body, response.cut, BODY_CHARACTERS) },
          },
  }
}

/** Joins fields of the same name (RFC 9110, 5.3). */
function headerObject(headers: HeaderList): object {
  const values = groupBy(headers, ([name]) => name)
  return Object.fromEntries([...values].map(([name, fields]) => [name, fields.map(([, value]) => value).join(', ')]))
}

/** Plain text: `](` would make a link (3.11.6). */
const plain = (text: string): string => legible(text, { word: 400, whole: 2000 }).replaceAll('](', '] (')
