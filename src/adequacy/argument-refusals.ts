import { type Constraint, parameterKey } from '../contract/constraints/index.ts'
import type { OperationJudge } from '../judging/messages/index.ts'
import type { LegalInput } from '../planning/cases/index.ts'
import { type ClientMutant, clientMutant, Refused } from './client-mutant.ts'
import { extremesOf, forgottenForms } from './forgotten-forms.ts'
import { constraintOf, requestBodyLabels } from './named-properties.ts'

/** Clients that throw for legal arguments: absent, empty, or as long as they may be. */
export const argumentRefusals = (judge: OperationJudge): ClientMutant[] => [
  ...judge.operation.parameters.flatMap((parameter) =>
    parameterRefusals(judge, parameterKey(parameter), parameter.required),
  ),
  ...bodyRefusals(judge),
]

function parameterRefusals(judge: OperationJudge, key: string, required: boolean): ClientMutant[] {
  const label = `request.${key}`
  const refusing = refusalsOf(constraintOf(judge, label), label)
  const extremes = extremesOf(judge, label, '').map(({ name, holds }) =>
    refusing(name, ({ parameters }) => {
      const value = parameters.get(key)
      return value !== undefined && holds(value)
    }),
  )
  return required ? extremes : [refusing('absent', ({ parameters }) => !parameters.has(key)), ...extremes]
}

function bodyRefusals(judge: OperationJudge): ClientMutant[] {
  const label = 'request.body'
  const properties = [...requestBodyLabels(judge)].flatMap((bodyLabel) =>
    forgottenForms(judge, bodyLabel).map(({ name, constraint, pointer, isIn }) =>
      refusalsOf(constraint, `${bodyLabel} ${pointer}`)(name, ({ body }) => body !== undefined && isIn(body)),
    ),
  )
  if (judge.operation.requestBody?.required !== false) return properties
  const absent = refusalsOf(constraintOf(judge, label), label)('absent', ({ body }) => body === undefined)
  return [absent, ...properties]
}

const refusalsOf =
  (constraint: Constraint, place: string) =>
  (form: string, isRefused: (input: LegalInput) => boolean): ClientMutant =>
    clientMutant(
      constraint,
      place,
      {
        kind: 'argument refused',
        description: `It throws if the argument is ${form}.`,
        change: (_, depart) => ({
          asked(input) {
            if (!isRefused(input)) return input
            depart()
            throw new Refused()
          },
        }),
      },
      form,
    )
