import { type Contract, contractFields } from '../../contract/model/index.ts'
import { Redaction, type RequestField } from '../../http/index.ts'
import { type Case, caseKind, mayChange, mayExecute, type Plan, placeName } from '../../planning/cases/index.ts'
import { requestDocument } from '../../report/reporters/index.ts'
import { jsonText } from '../../report/text/index.ts'

/**
 * One JSON document, written as the plan is made: the requests, without the values of the headers that the user gave. What
 * is known only when all are made stands at its end.
 */
export function* planJson(plan: Plan, contract: Contract, headers: readonly RequestField[]): Generator<string, void> {
  const redaction = new Redaction({ contract: contractFields(contract), fields: headers })
  const shown = (planned: Case) => ({
    name: planned.name,
    operation: planned.operation,
    kind: caseKind(planned),
    mayExecute: mayExecute(planned),
    mayChange: mayChange(planned),
    request: requestDocument(redaction.request(planned.request)),
  })
  let requests = 0
  const starts: ReturnType<typeof shown>[] = []
  const renewable: { readonly operation: string; readonly places: readonly string[] }[] = []
  yield `{\n  "seed": ${plan.seed},\n  "cases": [`
  for (const part of plan.parts) {
    for (const planned of part.cases())
      yield `${requests++ === 0 ? '' : ','}\n    ${jsonText(shown(planned)).replaceAll('\n', '\n    ')}`
    const { operation, keyPlaces } = part
    for (const start of part.starts) starts.push(shown(start))
    if (keyPlaces.length > 0) renewable.push({ operation, places: keyPlaces.map(placeName) })
    plan.done(part)
  }
  yield requests === 0 ? '],' : '\n  ],'
  const closed = plan.closed.map(({ id, reason }) => ({ operation: id, reason }))
  const { digest, executions } = plan
  yield `${jsonText({ starts, renewable, closed, digest, requests, executions }).slice(1)}\n`
}
