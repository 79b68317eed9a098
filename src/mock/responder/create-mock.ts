import { shortId } from '../../contract/constraints/index.ts'
import { type AnyOperations, type Contract, ContractError, type TypedContract } from '../../contract/model/index.ts'
import { documentedResponse, OperationJudge } from '../../judging/messages/index.ts'
import { Answers } from './answers.ts'
import { Mock, type MockOptions } from './mock.ts'
import type { MockChoice } from './mock-choice.ts'
import { successes } from './statuses.ts'
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

/** That the answer is documented the mock has made sure of. */
function requireConforming(judge: OperationJudge, { status, body }: MockChoice): void {
  const { contract, operation } = judge
  const [first = 200] = status === undefined ? successes(operation) : [status]
  const documented = documentedResponse(operation, first)
  if (body === undefined || !documented) return
  const response = new Answers(judge, documented, first).withBody(body)
  const issue = response && judge.response(response).issues.find(({ constraint }) => constraint.kind !== 'advisory')
  if (!issue) return
  const { constraint, pointer, expected, received } = issue
  const { source } = constraint
  throw new ContractError(
    `answers.${operation.id}.body${pointer} breaks ${shortId(constraint)}: expected ${expected}, received ${received}; correct it, or allow it by \`breaking: true\``,
    { ...source, line: contract.lineOf(source) },
  )
}
