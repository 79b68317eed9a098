import { type Case, caseKind, mayChange, mayExecute, type Plan, placeName } from '../../planning/cases/index.ts'
import { elide, linesOf, padEnd, padStart } from '../../report/text/index.ts'

/** A hostile document may have names of any length. */
const shown = (id: string): string => elide(id, 300)

/** A line for each request, written as the plan is made. */
export function* planText(plan: Plan): Generator<string, void> {
  let number = 0
  let changes = 0
  const starts: string[] = []
  const renewable: string[] = []
  for (const part of plan.parts) {
    let isFirst = true
    for (const planned of part.cases()) {
      if (isFirst) yield linesOf([...(number === 0 ? [] : ['']), shown(part.operation)])
      isFirst = false
      yield linesOf(caseLines(planned, ++number))
    }
    const { operation, summary, starts: ofIt, keyPlaces } = part
    changes += summary.changes
    if (ofIt.length > 0) starts.push(`  ${shown(operation)}`, ...ofIt.map(({ name }) => `    - ${name}`))
    if (keyPlaces.length > 0)
      renewable.push(`  ${shown(operation)}`, ...keyPlaces.map((place) => `    - ${placeName(place)}`))
    plan.done(part)
  }
  const lines: string[] = []
  if (starts.length > 0) lines.push('', 'Sent in turn only if the first request of an operation is refused:', ...starts)
  if (renewable.length > 0)
    lines.push('', 'New in every request of an operation only if the deployment takes each value once:', ...renewable)
  for (const [id, reason] of plan.unplanned) lines.push(id.startsWith('--') ? reason : `${shown(id)}: ${reason}`)
  for (const closed of plan.closed) lines.push(`${shown(closed.id)}: ${closed.reason}`)
  for (const { id, ignored } of plan.operations.values())
    for (const note of ignored) lines.push(`${shown(id)}: ${note}`)
  lines.push('')
  if (changes > 0)
    lines.push(
      `${changes} requests (!) may change something, which is given, listed by the document or permitted, or cannot exist`,
    )
  lines.push(
    'follow-ups of what is refused or fails come on top of these, within the limits of the run',
    `${number} requests, of which ${plan.executions} (*) may be executed; seed ${plan.seed}, plan ${plan.digest}`,
  )
  yield linesOf(lines)
}

function caseLines(planned: Case, number: number): string[] {
  const marks = `${mayExecute(planned) ? '*' : ' '}${mayChange(planned) ? '!' : ' '}`
  const packed = planned.packed && planned.packed.features.length > 1 ? planned.packed.features : []
  return [
    `${padStart(String(number), 5)} ${marks} ${padEnd(caseKind(planned), 11)} ${shown(planned.name)}`,
    ...packed.map(({ name }) => `${' '.repeat(21)}- ${shown(name)}`),
  ]
}
