import { type Contract, noSuchOperation, type Operation } from '../../contract/model/index.ts'
import { OperationJudge } from '../../judging/messages/index.ts'
import { UsageError } from '../../report/results/index.ts'
import { knownParameters, parameterNamed, requireKnownBodies, requireKnownValues } from './known-values.ts'
import { MadeOnDemand } from './made-on-demand.ts'
import { Plan } from './plan.ts'
import { PlanMaker } from './plan-maker.ts'
import { knownOf, type PlanOptions } from './plan-options.ts'

/** The plan of a contract. Throws UsageError. */
export function createPlan(contract: Contract, options: PlanOptions): Plan {
  requireOperations(contract, [...(options.operations?.keys() ?? [])])
  const included = contract.operations.filter(options.includes)
  const operations = new Map(included.map((operation) => [operation.id, operation]))
  const judges = new MadeOnDemand([...operations.keys()], (id) => {
    const operation = operations.get(id)
    if (!operation) throw new Error(`no operation ${id}`)
    return new OperationJudge(contract, operation)
  })
  requireGiven(judges, included, options)
  const maker = new PlanMaker(contract, judges, options)
  const closed = (contract.closed ?? []).filter(options.includes)
  const { seed, maxRequests, maxExecutions } = options
  return new Plan(
    { operations, judges, closed, seed, limits: { maxRequests, maxExecutions } },
    included.map((operation) => ({
      operation: operation.id,
      plan: () => maker.planOf(operation),
      stream: () => maker.stream(operation),
      onRelease: () => maker.release(operation),
    })),
  )
}

/** What the user gave has to fit: that is known before anything is planned. Throws UsageError. */
function requireGiven(
  judges: ReadonlyMap<string, OperationJudge>,
  included: readonly Operation[],
  options: PlanOptions,
): void {
  const { parameters, bodies, fields = [] } = options.known
  const judgesOf = (isAsked: (operation: Operation) => boolean): OperationJudge[] =>
    included.filter(isAsked).flatMap(({ id }) => judges.get(id) ?? [])
  const isNamed = (operation: Operation): boolean =>
    operation.parameters.some(({ name }) => parameters.has(name)) ||
    fields.some((field) => parameterNamed(operation, field) !== undefined)
  for (const judge of judgesOf((operation) => options.operations?.has(operation.id) === true || isNamed(operation))) {
    const { id } = judge.operation
    const ownOptions = options.operations?.get(id)
    const known = knownOf(judge.operation, options)
    if (ownOptions?.bodies) requireKnownBodies([judge], known, `operations.${id}.body`)
    knownParameters(judge, known)
  }
  if (bodies.length > 0)
    requireKnownBodies(
      judgesOf(() => true),
      options.known,
    )
  if (parameters.size > 0) requireKnownValues(judgesOf(isNamed), options.known)
}

function requireOperations(contract: Contract, ids: readonly string[]): void {
  for (const id of ids) {
    if ([...contract.operations, ...(contract.closed ?? [])].some((operation) => operation.id === id)) continue
    throw new UsageError(`operations.${id}: ${noSuchOperation(contract, id)}.`)
  }
}
