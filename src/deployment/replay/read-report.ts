import type { HttpRequest } from '../../http/index.ts'
import type {
  CheckName,
  Finding,
  FindingDocument,
  ReportDocument,
  RequestDocument,
} from '../../report/results/index.ts'
import { storedReader } from '../../report/stored/index.ts'

/** A finding as a JSON report has it, as far as it takes to send its witness again. */
export interface RecordedFinding {
  /** Its place in the report, counted from 1. */
  readonly number: number
  readonly id: string
  readonly subject: Finding['subject']
  readonly check: CheckName
  readonly severity: Finding['severity']
  readonly class: string
  readonly intermittent: boolean
  readonly operation: string
  readonly places?: NonNullable<Finding['places']>
  /** The name of its case. */
  readonly name: string
  /** Secrets are `***`. */
  readonly request: HttpRequest
  /** Bytes of the request's body, if the report has only its beginning. */
  readonly cut?: number
  /** Where the request has what must be new; as `placeName` names it. */
  readonly renewed?: readonly string[]
  /** Of the response that showed it, if there was one. */
  readonly status: number | undefined
  readonly seed: number
}

export interface RecordedReport {
  /** Its name, for messages. */
  readonly file: string
  readonly contract: { readonly title: string; readonly digest: string }
  readonly target: string
  readonly findings: readonly RecordedFinding[]
}

const readDocument = storedReader<ReportDocument>({
  schema: 'report.schema.json',
  message: (file, pointer, problem) =>
    `${file} is no report of verify: #${pointer} ${problem}. Give what --reporter json=FILE has written.`,
})

/** Reads the JSON report of `verify`, version 1. Throws UsageError if it does not keep `specs/report.schema.json`. */
export function readReport(text: string, file: string): RecordedReport {
  const { contract, target, findings } = readDocument(text, file)
  return {
    file,
    contract: { title: contract.title, digest: contract.digest },
    target,
    findings: findings.map((finding, index) => recordedFinding(finding, index + 1)),
  }
}

function recordedFinding(finding: FindingDocument, number: number): RecordedFinding {
  const { id, check, severity, intermittent, operation, places } = finding
  const { request, renewed, response, replay } = finding.witness
  const { method, target, headers } = request
  const body = bodyOf(request)
  return {
    number,
    id,
    subject:
      finding.constraint === undefined
        ? { kind: 'case', case: finding.case }
        : { kind: 'constraint', constraint: finding.constraint },
    check,
    severity,
    class: finding.class,
    intermittent,
    operation,
    ...(places && { places }),
    name: replay.case,
    seed: replay.seed,
    request: { method, target, headers, ...(body && { body }) },
    ...(request.cut && { cut: request.cut.bytes }),
    ...(renewed && { renewed }),
    status: 'status' in response ? response.status : undefined,
  }
}

function bodyOf({ body, bodyBase64 }: RequestDocument): Uint8Array | undefined {
  if (bodyBase64 !== undefined) return new Uint8Array(Buffer.from(bodyBase64, 'base64'))
  return body === undefined ? undefined : new TextEncoder().encode(body)
}
