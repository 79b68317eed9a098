import type {
  BodyDocument,
  Finding,
  FindingDocument,
  Report,
  ReportDocument,
  Reporter,
  RequestDocument,
  ResponseDocument,
  WitnessDocument,
} from '../results/index.ts'
import { bodyText } from './body-text.ts'
import { maskCredentials } from './mask-credentials.ts'

/** Writes the whole report as one JSON document when the run has finished, and nothing before. */
export function createJsonReporter(): Reporter {
  return { report: (event) => (event.type === 'finished' ? `${stringify(documentOf(event.report))}\n` : '') }
}

/*
 * Objects are written property by property, so that what a finding may one day hold beyond the published shape does not
 * slip into the document, and their order is the published one.
 */
function documentOf(report: Report): ReportDocument {
  const { version, tool, contract, target, seed, plan, summary, findings, constraints, notes } = report
  return {
    version,
    tool,
    contract,
    target,
    seed,
    plan,
    summary,
    findings: findings.map(findingDocument),
    constraints,
    notes,
  }
}

function findingDocument(finding: Finding): FindingDocument {
  const { id, subject, check, severity, intermittent, operation, message, expected, received, occurrences } = finding
  return {
    id,
    ...(subject.kind === 'constraint' ? { constraint: subject.constraint } : { case: subject.case }),
    check,
    severity,
    class: finding.class,
    intermittent,
    operation,
    message,
    expected,
    received,
    witness: witnessDocument(finding),
    occurrences,
  }
}

function witnessDocument(finding: Finding): WitnessDocument {
  const { request, response, curl, replay } = maskCredentials(finding.witness)
  const { method, target, headers, body } = request
  const requestDocument: RequestDocument =
    body === undefined ? { method, target, headers } : { method, target, headers, ...bodyDocument(body) }
  const responseDocument: ResponseDocument | { readonly fault: string } =
    'fault' in response
      ? { fault: response.fault }
      : { status: response.status, headers: response.headers, ...bodyDocument(response.body) }
  return {
    request: requestDocument,
    response: responseDocument,
    curl,
    replay: { case: replay.case, seed: replay.seed },
  }
}

function bodyDocument(bytes: Uint8Array): BodyDocument {
  const body = bodyText(bytes)
  if (body !== undefined) return { body }
  return { bodyBase64: Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64') }
}

/** An escape of JSON (the first group: of a lone surrogate), or a character that a terminal or an editor may obey. */
const DELICATE = /\\u(d[89a-f][0-9a-f]{2})|\\.|[\u007f-\u009f\p{Cf}\p{Zl}\p{Zp}]/gu

/**
 * JSON that every parser takes and no terminal obeys. `JSON.stringify` escapes a lone surrogate, which a parser may
 * refuse (RFC 8259, 8.2), so it is spelled out as the six characters `\ud800`; and it leaves C1 and bidi controls raw,
 * which can be escaped without changing what is read.
 */
function stringify(document: ReportDocument): string {
  return JSON.stringify(document, null, 2).replace(DELICATE, (match, surrogate: string | undefined) => {
    if (surrogate !== undefined) return `\\\\u${surrogate}`
    if (match.startsWith('\\')) return match
    return Array.from({ length: match.length }, (_, index) => escapeUnit(match.charCodeAt(index))).join('')
  })
}

const escapeUnit = (unit: number): string => `\\u${unit.toString(16).padStart(4, '0')}`
