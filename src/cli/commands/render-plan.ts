import { type Contract, contractFields } from '../../contract/model/index.ts'
import { Redaction, type RequestField } from '../../http/index.ts'
import { type Case, caseKind, mayChange, mayExecute, type Plan, placeName } from '../../planning/cases/index.ts'
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
    const marks = `${mayExecute(planned) ? '*' : ' '}${mayChange(planned) ? '!' : ' '}`
    lines.push(`${padStart(String(index + 1), 5)} ${marks} ${padEnd(caseKind(planned), 11)} ${planned.name}`)
    for (const { name } of planned.packed && planned.packed.features.length > 1 ? planned.packed.features : [])
      lines.push(`${' '.repeat(21)}- ${name}`)
  }
  if (plan.starts.size > 0) lines.push('', 'Sent in turn only if the first request of an operation is refused:')
  for (const [id, starts] of plan.starts) lines.push(`  ${id}`, ...starts.map(({ name }) => `    - ${name}`))
  if (plan.keyPlaces.size > 0)
    lines.push('', 'New in every request of an operation only if the deployment takes each value once:')
  for (const [id, places] of plan.keyPlaces)
    lines.push(`  ${id}`, ...places.map((place) => `    - ${placeName(place)}`))
  for (const [id, reason] of plan.unplanned) lines.push(id.startsWith('--') ? reason : `${id}: ${reason}`)
  for (const closed of plan.closed) lines.push(`${closed.id}: ${closed.reason}`)
  for (const { operation } of plan.judges.values())
    for (const note of operation.ignored) lines.push(`${operation.id}: ${note}`)
  lines.push('')
  const changes = plan.cases.filter(mayChange).length
  if (changes > 0)
    lines.push(
      `${changes} requests (!) may change something, which is given, listed by the document or permitted, or cannot exist`,
    )
  lines.push(
    'follow-ups of what is refused or fails come on top of these, within the limits of the run',
    `${plan.cases.length} requests, of which ${plan.executions} (*) may be executed; seed ${plan.seed}, plan ${plan.digest}`,
  )
  return linesOf(lines)
}

/** One JSON document: the requests, without the values of the headers that the user gave. */
export function renderPlanJson(plan: Plan, contract: Contract, headers: readonly RequestField[]): string {
  const redaction = new Redaction({ contract: contractFields(contract), fields: headers })
  const shown = (planned: Case) => ({
    name: planned.name,
    operation: planned.operation,
    kind: caseKind(planned),
    mayExecute: mayExecute(planned),
    mayChange: mayChange(planned),
    request: requestDocument(redaction.request(planned.request)),
  })
  const { digest, executions, seed } = plan
  const cases = plan.cases.map(shown)
  const starts = [...plan.starts.values()].flat().map(shown)
  const renewable = [...plan.keyPlaces].map(([id, places]) => ({
    operation: id,
    places: places.map(placeName),
  }))
  const closed = plan.closed.map(({ id, reason }) => ({ operation: id, reason }))
  return `${jsonText({ digest, requests: cases.length, executions, seed, cases, starts, renewable, closed })}\n`
}
