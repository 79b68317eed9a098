import { type Constraint, parameterKey, placeLabel } from '../contract/constraints/index.ts'
import { type HttpRequest, isPlain } from '../http/index.ts'
import { type Json, writeJson } from '../json/index.ts'
import { isAcceptable, type JudgedRequest, type OperationJudge } from '../judging/messages/index.ts'
import type { LegalInput, LegalInputs } from '../planning/cases/index.ts'
import { type ClientMutant, clientMutant } from './client-mutant.ts'
import { withUnencoded } from './generic-client.ts'
import { constraintOf } from './named-properties.ts'

/** What programs cut texts to. */
const USUAL_LENGTH = 64

/** Each of these texts needs encoding in a URL. */
const IN_NEED_OF_ENCODING = ['a/b', 'a%41b', 'a?b', 'a#b', 'a&b', 'a;b', 'a+b', 'a=b']

/** Clients that do not encode an argument, never send it, or cut it. */
export function clientArgumentMutants(judge: OperationJudge, inputs: LegalInputs): ClientMutant[] {
  return judge.operation.parameters.flatMap((parameter) => {
    const key = parameterKey(parameter)
    const label = `request.${key}`
    const argument = { key, label, constraint: constraintOf(judge, label) }
    return [
      ...(isPlain(parameter) ? [] : [unencoded(judge, inputs, argument)]),
      ...(parameter.required ? [] : [dropped(argument)]),
      ...lengthsOf(judge, label).map((length) => cut(inputs, argument, length)),
    ]
  })
}

/** A parameter of the operation: by `in.name`, and as ids of constraints name it. */
interface Argument {
  readonly key: string
  readonly label: string
  readonly constraint: Constraint
}

function unencoded(judge: OperationJudge, inputs: LegalInputs, { key, label, constraint }: Argument): ClientMutant {
  return clientMutant(constraint, label, {
    kind: 'argument not encoded',
    description: 'It puts the argument into the request as it stands, not percent-encoded.',
    couldDepart: () => mayBeOneOf(inputs, key, IN_NEED_OF_ENCODING),
    change: (keeps, depart) => ({
      written(input, write) {
        const encoded = keeps.written(input, write)
        const request = withUnencoded(input, key, write)
        if (!saysTheSame(judge, key, encoded, request)) depart()
        return request
      },
    }),
  })
}

function dropped({ key, label, constraint }: Argument): ClientMutant {
  return clientMutant(constraint, label, {
    kind: 'argument dropped',
    description: 'It never sends the argument, which is optional.',
    change: (_, depart) => ({
      asked(input) {
        if (input.parameters.has(key)) depart()
        return withArgument(input, key, undefined)
      },
    }),
  })
}

function cut(inputs: LegalInputs, { key, label, constraint }: Argument, length: number): ClientMutant {
  const departure = {
    kind: 'argument cut',
    description: `It cuts the argument to ${length} units of UTF-16.`,
    couldDepart: () => mayBeOneOf(inputs, key, ['a'.repeat(length + 1), '1'.repeat(length + 1)]),
    change: (_: unknown, depart: () => void) => ({
      asked(input: LegalInput) {
        const value = input.parameters.get(key)
        if (typeof value !== 'string' || value.length <= length) return input
        depart()
        return withArgument(input, key, value.slice(0, length).toWellFormed())
      },
    }),
  } as const
  return clientMutant(constraint, label, departure, String(length))
}

/** Lengths that a text is cut to: the usual one, and half of what is allowed. */
function lengthsOf({ constraints }: OperationJudge, label: string): number[] {
  const most = constraints.find(
    (constraint) =>
      constraint.kind === 'maxLength' && constraint.pointer === '' && placeLabel(constraint.place) === label,
  )
  const lengths = [USUAL_LENGTH, ...(typeof most?.value === 'number' ? [Math.floor(most.value / 2)] : [])]
  return [...new Set(lengths)].filter((length) => length > 0)
}

function withArgument(input: LegalInput, key: string, value: Json | undefined): LegalInput {
  const parameters = new Map(input.parameters)
  if (value === undefined) parameters.delete(key)
  else parameters.set(key, value)
  return { ...input, parameters }
}

/** Whether any of some texts is legal as an argument. */
const mayBeOneOf = (inputs: LegalInputs, key: string, texts: readonly string[]): boolean =>
  texts.some((text) => inputs.conforms(withArgument(inputs.plain, key, text)))

/** Whether a request says the same of a parameter as the one that is right, and is let in like it. */
function saysTheSame(judge: OperationJudge, key: string, right: HttpRequest, request: HttpRequest): boolean {
  if (right.target === request.target && JSON.stringify(right.headers) === JSON.stringify(request.headers)) return true
  const valueIn = ({ parameters }: JudgedRequest): string => writeJson(parameters.get(key) ?? null)
  const judged = judge.request(request)
  return isAcceptable(judged) && valueIn(judge.request(right)) === valueIn(judged)
}
