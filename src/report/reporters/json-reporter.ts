import type {
  BaselineRow,
  BodyDocument,
  CutBody,
  CutDocument,
  Finding,
  FindingDocument,
  FindingPlace,
  LedgerRow,
  Report,
  ReportDocument,
  Reporter,
  RequestDocument,
  ResponseDocument,
  RunEvent,
  Summary,
  UnreachedOperation,
  Witness,
  WitnessDocument,
} from '../results/index.ts'
import { jsonText } from '../text/index.ts'
import { bodyText } from './body-text.ts'

/** Writes the report as one JSON document when the run has finished. */
export function createJsonReporter(): Reporter {
  const pieces = (event: RunEvent): Iterable<string> => (event.type === 'finished' ? reportPieces(event.report) : [])
  return { report: (event) => [...pieces(event)].join(''), pieces }
}

/** The text of a report, its findings and constraints one by one. */
function* reportPieces(report: Report): Iterable<string> {
  const head = jsonText(reportDocument({ ...report, findings: [], constraints: [] }))
  // Texts have no raw line breaks: these two are the members themselves.
  const [start = '', middle = '', end = ''] = head.split(/(?<=^ {2}"(?:findings|constraints)": )\[\]/m)
  yield start
  yield* listPieces(report.findings, findingDocument)
  yield middle
  yield* listPieces(report.constraints, constraintDocument)
  yield `${end}\n`
}

/** A list that is a member of a document, as `jsonText` has it. */
function* listPieces<T>(items: readonly T[], documentOf: (item: T) => object): Iterable<string> {
  for (const [index, item] of items.entries())
    yield `${index === 0 ? '[' : ','}\n    ${jsonText(documentOf(item)).replaceAll('\n', '\n    ')}`
  yield items.length === 0 ? '[]' : '\n  ]'
}

/**
 * A report in its published shape. Each object is written property by property: in the published order, and without
 * anything that an object has beyond its type, such as a whole contract.
 */
export function reportDocument(report: Report): ReportDocument {
  const { version, party, tool, contract, target, seed, plan, findings, constraints, unreached, baseline, notes } =
    report
  return {
    version,
    ...(party === undefined ? {} : { party }),
    tool: { name: tool.name, version: tool.version },
    contract: { title: contract.title, version: contract.version, digest: contract.digest },
    target,
    seed,
    plan: {
      ...(plan.digest !== undefined && { digest: plan.digest }),
      requests: plan.requests,
      executions: plan.executions,
    },
    summary: summaryDocument(report.summary),
    findings: findings.map(findingDocument),
    constraints: constraints.map(constraintDocument),
    ...(unreached === undefined ? {} : { unreached: unreached.map(unreachedDocument) }),
    ...(baseline === undefined ? {} : { baseline: baselineDocument(baseline) }),
    notes,
  }
}

function summaryDocument({
  verdict,
  reason,
  requests,
  executions,
  durationMs,
  findings,
  constraints,
}: Summary): Summary {
  const { held, broken, untested, implied } = constraints
  return {
    verdict,
    ...(reason === undefined ? {} : { reason }),
    requests,
    executions,
    durationMs,
    findings: { error: findings.error, advisory: findings.advisory, known: findings.known },
    constraints: { held, broken, untested, implied },
  }
}

const unreachedDocument = ({ operation, reason, option, allowed, known }: UnreachedOperation): UnreachedOperation => ({
  operation,
  reason,
  ...(option === undefined ? {} : { option }),
  ...(allowed === undefined ? {} : { allowed }),
  ...(known === undefined ? {} : { known: { reason: known.reason, expires: known.expires } }),
})

const baselineDocument = ({
  file,
  findings,
  unreached,
}: NonNullable<Report['baseline']>): Report['baseline'] & object => ({
  file,
  findings: findings.map(rowDocument),
  ...(unreached === undefined
    ? {}
    : {
        unreached: unreached.map(({ operation, reason, expires, state }) => ({ operation, reason, expires, state })),
      }),
})

function rowDocument(row: BaselineRow): BaselineRow {
  const { check, reason, expires, state } = row
  const subject =
    row.constraint === undefined ? { operation: row.operation, case: row.case } : { constraint: row.constraint }
  return { ...subject, check, class: row.class, reason, expires, state }
}

function constraintDocument({ id, operation, party, value, source, state, reason, unasked }: LedgerRow): LedgerRow {
  const { file, pointer, line } = source
  return {
    id,
    operation,
    party,
    value,
    source: { file, pointer, ...(line === undefined ? {} : { line }) },
    state,
    ...(reason === undefined ? {} : { reason }),
    ...(unasked === undefined ? {} : { unasked }),
  }
}

function findingDocument(finding: Finding): FindingDocument {
  const { id, subject, check, severity, intermittent, operation, message, expected, received, occurrences } = finding
  const { places, known } = finding
  return {
    id,
    ...(subject.kind === 'constraint' ? { constraint: subject.constraint } : { case: subject.case }),
    check,
    severity,
    class: finding.class,
    intermittent,
    operation,
    ...(places === undefined ? {} : { places: places.map(placeDocument) }),
    message,
    expected,
    received,
    witness: witnessDocument(finding.witness),
    ...(known === undefined ? {} : { known: { reason: known.reason, expires: known.expires } }),
    occurrences,
  }
}

const placeDocument = ({ operation, constraint }: FindingPlace): FindingPlace =>
  constraint === undefined ? { operation } : { operation, constraint }

export function witnessDocument({ request, renewed, response, curl, replay }: Witness): WitnessDocument {
  const responseDocument: ResponseDocument | { readonly fault: string } =
    'fault' in response
      ? { fault: response.fault }
      : { status: response.status, headers: response.headers, ...bodyDocument(response.body), ...cutDocument(response) }
  return {
    request: requestDocument(request),
    ...(renewed === undefined ? {} : { renewed: [...renewed] }),
    response: responseDocument,
    curl,
    replay: {
      case: replay.case,
      seed: replay.seed,
      ...(replay.path === undefined ? {} : { path: replay.path }),
    },
  }
}

export const requestDocument = ({ method, target, headers, body, cut }: Witness['request']): RequestDocument =>
  body === undefined
    ? { method, target, headers }
    : { method, target, headers, ...bodyDocument(body), ...cutDocument({ cut }) }

const cutDocument = ({ cut }: { readonly cut?: CutBody | undefined }): CutDocument =>
  cut === undefined ? {} : { cut: { bytes: cut.bytes, sha256: cut.sha256 } }

function bodyDocument(bytes: Uint8Array): BodyDocument {
  const body = bodyText(bytes)
  if (body !== undefined) return { body }
  return { bodyBase64: Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64') }
}
