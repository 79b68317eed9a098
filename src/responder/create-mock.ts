import { type AnyOperations, type Contract, ContractError, type TypedContract } from '../contract/index.ts'
import { documentedResponse, OperationJudge } from '../validation/index.ts'
import { Answers } from './answers.ts'
import { Mock, type MockOptions } from './mock.ts'
import type { MockChoice } from './mock-choice.ts'
import { successes } from './responder.ts'
import type { TypedMockOptions } from './typed-mock-options.ts'

/**
 * A mock of a contract. Throws ContractError for `answers` that the contract does not have: of another operation, status
 * or example, and for a body that breaks it, unless `breaking` says that it may.
 */
export function createMock<Operations = AnyOperations>(
  contract: TypedContract<Operations>,
  options?: TypedMockOptions<NoInfer<Operations>>,
): Mock
export function createMock(contract: Contract, given: object = {}): Mock {
  // What the types of any operation let through is JSON, and so of these types too.
  const { breaking = false, ...options } = given as MockOptions & { readonly breaking?: boolean }
  const mock = new Mock(contract, options)
  if (!breaking)
    for (const operation of contract.operations) {
      const { answers = {} } = options
      const choice = Object.hasOwn(answers, operation.id) ? answers[operation.id] : undefined
      if (choice) requireConforming(new OperationJudge(contract, operation), choice)
    }
  return mock
}

const ADVICE = 'correct it, or allow it by `breaking: true`'

function requireConforming(judge: OperationJudge, { status, example, body }: MockChoice): void {
  const { contract, operation } = judge
  const refuse = (reason: string, source = operation.source): ContractError =>
    new ContractError(`answers.${operation.id}${reason}; ${ADVICE}`, { ...source, line: contract.lineOf(source) })
  const all = (status === undefined ? successes(judge) : [status]).flatMap((one) => {
    const documented = documentedResponse(operation, one)
    return documented ? [new Answers(judge, documented, one)] : []
  })
  const [answers] = all
  if (status !== undefined && !answers) {
    const known = operation.responses.map((one) => one.status).join(', ')
    throw refuse(`.status is ${status}, and documented are only ${known}`)
  }
  if (example !== undefined && status !== undefined && !answers?.example(example)) {
    const known = answers?.exampleNames.join(', ')
    throw refuse(`.example is ${JSON.stringify(example)}, and of ${status} are documented only ${known || 'none'}`)
  }
  const response = body === undefined ? undefined : answers?.withBody(body)
  const issue = response && judge.response(response).issues.find(({ constraint }) => constraint.kind !== 'advisory')
  if (!issue) return
  const { constraint, pointer, expected, received } = issue
  const broken = constraint.id.slice(operation.id.length + 1)
  throw refuse(`.body${pointer} breaks ${broken}: expected ${expected}, received ${received}`, constraint.source)
}
