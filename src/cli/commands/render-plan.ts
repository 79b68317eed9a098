import { caseKind, mayExecute, type Plan } from '../../planning/cases/index.ts'

/** A line for each request, for a person. */
export function renderPlanText(plan: Plan): string {
  const lines: string[] = []
  let operation = ''
  for (const [index, one] of plan.cases.entries()) {
    if (one.operation !== operation) {
      operation = one.operation
      lines.push(`${lines.length === 0 ? '' : '\n'}${operation}`)
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
  return `${lines.join('\n')}\n`
}

/** One JSON document, requests whole but for the values of the headers that are to be hidden. */
export function renderPlanJson(plan: Plan, hidden: readonly string[] = []): string {
  const isHidden = (name: string) => hidden.some((one) => one.toLowerCase() === name.toLowerCase())

  const cases = plan.cases.map((one) => {
    const { method, target, headers, body } = one.request
    const bytes = body && Buffer.from(body)
    const text = bytes?.toString('utf8')
    const shown =
      bytes === undefined
        ? {}
        : Buffer.from(text ?? '').equals(bytes)
          ? { body: text }
          : { bodyBase64: bytes.toString('base64') }
    return {
      name: one.name,
      operation: one.operation,
      kind: caseKind(one),
      mayExecute: mayExecute(one),
      request: {
        method,
        target,
        headers: headers.map(([key, value]) => [key, isHidden(key) ? '***' : value]),
        ...shown,
      },
    }
  })
  const { digest, executions, seed } = plan
  return `${JSON.stringify({ digest, requests: cases.length, executions, seed, cases }, null, 2)}\n`
}
