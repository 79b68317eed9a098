import { Redaction, type RequestField } from '../../http/index.ts'
import { caseKind, mayExecute, type Plan } from '../../planning/cases/index.ts'
import { requestDocument } from '../../report/reporters/index.ts'
import { jsonText, linesOf } from '../../report/text/index.ts'

/** A line for each request, for a person. */
export function renderPlanText(plan: Plan): string {
  const lines: string[] = []
  let operation = ''
  for (const [index, one] of plan.cases.entries()) {
    if (one.operation !== operation) {
      operation = one.operation
      lines.push(...(lines.length === 0 ? [] : ['']), operation)
    }
    const cost = mayExecute(one) ? '*' : ' '
    lines.push(`${String(index + 1).padStart(5)} ${cost} ${caseKind(one).padEnd(11)} ${one.name}`)
    for (const { name } of one.packed && one.packed.features.length > 1 ? one.packed.features : [])
      lines.push(`${' '.repeat(20)}- ${name}`)
  }
  for (const [id, reason] of plan.unplanned) lines.push(id.startsWith('--') ? reason : `${id}: ${reason}`)
  lines.push(
    '',
    `${plan.cases.length} requests, of which ${plan.executions} (*) may be executed; seed ${plan.seed}, plan ${plan.digest}`,
  )
  return linesOf(lines)
}

/** One JSON document: the requests, except what the given headers carry. */
export function renderPlanJson(plan: Plan, given: readonly RequestField[]): string {
  const redaction = new Redaction({ fields: given })
  const cases = plan.cases.map((planned) => ({
    name: planned.name,
    operation: planned.operation,
    kind: caseKind(planned),
    mayExecute: mayExecute(planned),
    request: requestDocument(redaction.request(planned.request)),
  }))
  const { digest, executions, seed } = plan
  return `${jsonText({ digest, requests: cases.length, executions, seed, cases })}\n`
}
