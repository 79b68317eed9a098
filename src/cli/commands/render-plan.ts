import { type Contract, contractFields } from '../../contract/model/index.ts'
import { Redaction, type RequestField } from '../../http/index.ts'
import { caseKind, mayExecute, type Plan } from '../../planning/cases/index.ts'
import { requestDocument } from '../../report/reporters/index.ts'
import { jsonText, linesOf, padEnd, padStart } from '../../report/text/index.ts'

/** A line for each request. */
export function renderPlanText(plan: Plan): string {
  const lines: string[] = []
  let operation = ''
  for (const [index, planned] of plan.cases.entries()) {
    if (planned.operation !== operation) {
      operation = planned.operation
      lines.push(...(lines.length === 0 ? [] : ['']), operation)
    }
    const cost = mayExecute(planned) ? '*' : ' '
    lines.push(`${padStart(String(index + 1), 5)} ${cost} ${padEnd(caseKind(planned), 11)} ${planned.name}`)
    for (const { name } of planned.packed && planned.packed.features.length > 1 ? planned.packed.features : [])
      lines.push(`${' '.repeat(20)}- ${name}`)
  }
  for (const [id, reason] of plan.unplanned) lines.push(id.startsWith('--') ? reason : `${id}: ${reason}`)
  lines.push(
    '',
    `${plan.cases.length} requests, of which ${plan.executions} (*) may be executed; seed ${plan.seed}, plan ${plan.digest}`,
  )
  return linesOf(lines)
}

/** One JSON document: the requests, without the values of the headers that the user gave. */
export function renderPlanJson(plan: Plan, contract: Contract, headers: readonly RequestField[]): string {
  const redaction = new Redaction({ contract: contractFields(contract), fields: headers })
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
