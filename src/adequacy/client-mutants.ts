import type { Constraint, SchemaConstraint } from '../contract/constraints/index.ts'
import { isSchemaConstraint, placeLabel } from '../contract/constraints/index.ts'
import { type HttpResponse, isSuccess, mediaTypeMatches } from '../http/index.ts'
import {
  formatPointer,
  instancesAt,
  isArray,
  isObject,
  type Json,
  type Pointer,
  parsePointer,
  withoutProperty,
  withProperty,
} from '../json/index.ts'
import { documentedResponse, isAcceptable, type OperationJudge } from '../judging/messages/index.ts'
import type { LegalInput, LegalInputs } from '../planning/cases/index.ts'
import type { ClientMutant } from './client-mutant.ts'
import { AnswerError, bodyOf, readAnswer, withUnencoded } from './generic-client.ts'

/** What programs cut texts to. */
const USUAL_LENGTH = 64

/** Texts of which each needs encoding in a URL. */
const TELLING = ['a/b', 'a%41b', 'a?b', 'a#b', 'a&b', 'a;b', 'a+b', 'a=b']

/** The same ones each time, in the order of what a call does. Ids are unique. */
export function clientMutants(judge: OperationJudge, inputs: LegalInputs): ClientMutant[] {
  const found = [
    ...argumentMutants(judge, inputs),
    ...bodyMutants(judge),
    ...messageMutants(judge),
    ...refusalMutants(judge),
    ...answerMutants(judge),
  ]
  const taken = new Set<string>()
  return found.map((mutant) => {
    let { id } = mutant
    for (let count = 2; taken.has(id); count++) id = `${mutant.id} ${count}`
    taken.add(id)
    return { ...mutant, id }
  })
}

type Parts = Omit<ClientMutant, 'id' | 'constraint' | 'severity'> & Partial<Pick<ClientMutant, 'severity'>>

function mutant(constraint: Constraint, place: string, parts: Parts, which?: string): ClientMutant {
  const id = `${constraint.operation} ${place}: ${parts.kind}${which === undefined ? '' : `: ${which}`}`
  return { id, constraint: constraint.id, severity: 'error', ...parts }
}

/** The first constraint of a part of the messages, by which it goes. */
function constraintAt(judge: OperationJudge, label: string, pointer: Pointer = ''): Constraint {
  const own = judge.constraints.filter((one) => 'place' in one && placeLabel(one.place) === label)
  const found =
    own.find((one) => isSchemaConstraint(one) && one.pointer === pointer && one.kind !== 'required') ??
    own[0] ??
    judge.constraints.find((one) => one.kind === 'status' && label === `response.${one.value}`)
  return found ?? judge.constraint('method')
}

const withArgument = (input: LegalInput, key: string, value: Json | undefined): LegalInput => {
  const parameters = new Map(input.parameters)
  if (value === undefined) parameters.delete(key)
  else parameters.set(key, value)
  return { ...input, parameters }
}

function argumentMutants(judge: OperationJudge, inputs: LegalInputs): ClientMutant[] {
  return judge.operation.parameters.flatMap(({ in: place, name, required }) => {
    const key = `${place}.${name}`
    const label = `request.${key}`
    const own = constraintAt(judge, label)
    const couldBe = (texts: readonly string[]): boolean =>
      texts.some((text) => inputs.conforms(withArgument(inputs.plain, key, text)))
    const found: ClientMutant[] = []
    if (place !== 'header')
      found.push(
        mutant(own, label, {
          kind: 'argument not encoded',
          description: 'It puts the argument into the request as it stands, not percent-encoded.',
          couldDepart: () => couldBe(TELLING),
          change: (keeps, depart) => ({
            written(input, write) {
              const right = keeps.written(input, write)
              const wrong = withUnencoded(input, key, write)
              if (!saysTheSame(judge, key, right, wrong)) depart()
              return wrong
            },
          }),
        }),
      )
    if (!required)
      found.push(
        mutant(own, label, {
          kind: 'argument dropped',
          description: 'It never sends the argument, which is optional.',
          couldDepart: () => true,
          change: (_, depart) => ({
            asked(input) {
              if (input.parameters.has(key)) depart()
              return withArgument(input, key, undefined)
            },
          }),
        }),
      )
    const most = maxLengthOf(judge, label)
    for (const length of new Set([USUAL_LENGTH, ...(most === undefined ? [] : [Math.floor(most / 2)])]))
      if (length > 0)
        found.push(
          mutant(
            own,
            label,
            {
              kind: 'argument cut',
              description: `It cuts the argument to ${length} units of UTF-16.`,
              couldDepart: () => couldBe(['a'.repeat(length + 1), '1'.repeat(length + 1)]),
              change: (_, depart) => ({
                asked(input) {
                  const value = input.parameters.get(key)
                  if (typeof value !== 'string' || value.length <= length) return input
                  depart()
                  return withArgument(input, key, value.slice(0, length).toWellFormed())
                },
              }),
            },
            String(length),
          ),
        )
    return found
  })
}

/** Whether two requests say the same of a parameter, and are let in alike. */
function saysTheSame(
  judge: OperationJudge,
  key: string,
  right: Parameters<OperationJudge['request']>[0],
  wrong: Parameters<OperationJudge['request']>[0],
): boolean {
  if (right.target === wrong.target && JSON.stringify(right.headers) === JSON.stringify(wrong.headers)) return true
  const [a, b] = [judge.request(right), judge.request(wrong)]
  const said = (one: typeof a): string => JSON.stringify([...one.parameters].filter(([name]) => name === key))
  return isAcceptable(b) && said(a) === said(b)
}

function maxLengthOf(judge: OperationJudge, label: string): number | undefined {
  const [found] = judge.constraints.flatMap((one) =>
    one.kind === 'maxLength' && one.pointer === '' && placeLabel(one.place) === label ? [one.value] : [],
  )
  return found
}

/** The named properties of a body, each once. */
function propertiesOf(judge: OperationJudge, label: string): Map<Pointer, SchemaConstraint> {
  const found = new Map<Pointer, SchemaConstraint>()
  for (const one of judge.constraints) {
    if (!isSchemaConstraint(one) || placeLabel(one.place) !== label || one.place.in !== 'body') continue
    if (one.pointer !== '' && !one.pointer.endsWith('/*') && !found.has(one.pointer)) found.set(one.pointer, one)
  }
  return found
}

/** A value without what a template stands for. */
function without(value: Json, [token, ...rest]: readonly string[]): Json {
  if (token === undefined) return value
  if (isArray(value)) return token === '*' ? value.map((item) => without(item, rest)) : value
  if (!isObject(value)) return value
  const names = token === '*' ? Object.keys(value) : Object.hasOwn(value, token) ? [token] : []
  return names.reduce<{ readonly [name: string]: Json }>(
    (kept, name) =>
      rest.length === 0 ? withoutProperty(kept, name) : withProperty(kept, name, without(kept[name] ?? null, rest)),
    value,
  )
}

function bodyMutants(judge: OperationJudge): ClientMutant[] {
  const { requestBody } = judge.operation
  if (!requestBody) return []
  const label = 'request.body'
  const whole = mutant(constraintAt(judge, label), label, {
    kind: 'property dropped',
    description: 'It never sends the body, which is optional.',
    couldDepart: () => true,
    change: (_, depart) => ({
      asked(input) {
        if (input.body !== undefined) depart()
        return { ...input, body: undefined }
      },
    }),
  })
  return [
    ...(requestBody.required ? [] : [whole]),
    ...[...bodyLabels(judge)].flatMap((one) =>
      [...propertiesOf(judge, one)].map(([pointer, constraint]) =>
        mutant(constraint, `${one} ${pointer}`, {
          kind: 'property dropped',
          description: `It never sends ${pointer.slice(1)}.`,
          couldDepart: () => true,
          change: (_, depart) => ({
            asked(input) {
              if (input.body === undefined || instancesAt(input.body, pointer).length === 0) return input
              depart()
              return { ...input, body: without(input.body, parsePointer(pointer)) }
            },
          }),
        }),
      ),
    ),
  ]
}

/** The names of the request's bodies, which differ where there are several media types. */
const bodyLabels = ({ constraints }: OperationJudge): Set<string> =>
  new Set(
    constraints.flatMap((one) =>
      isSchemaConstraint(one) && one.place.in === 'body' && one.place.side === 'request' ? [placeLabel(one.place)] : [],
    ),
  )

const MEDIA_TYPES = ['text/plain', 'application/json', 'application/octet-stream']
const METHODS = ['POST', 'PUT', 'GET', 'DELETE', 'PATCH', 'OPTIONS', 'HEAD', 'TRACE']

function messageMutants(judge: OperationJudge): ClientMutant[] {
  const { operation } = judge
  const { requestBody, methodsOfPath } = operation
  const found: ClientMutant[] = []
  const other = MEDIA_TYPES.find((one) => !requestBody?.content.some(({ name }) => mediaTypeMatches(name, one)))
  const mediaType = judge.constraints.find((one) => one.kind === 'mediaType' && one.side === 'request')
  if (requestBody && mediaType && other !== undefined)
    found.push(
      mutant(mediaType, 'request.body', {
        kind: 'wrong media type sent',
        description: `It sends its body as ${other}.`,
        couldDepart: () => true,
        change: (keeps, depart) => ({
          written(input, write) {
            const request = keeps.written(input, write)
            if (request.body?.length) depart()
            return {
              ...request,
              headers: request.headers.map(([name, text]) => [
                name,
                name.toLowerCase() === 'content-type' ? other : text,
              ]),
            }
          },
        }),
      }),
    )
  const method = METHODS.find((one) => !methodsOfPath.includes(one) && one !== operation.method)
  if (method !== undefined)
    found.push(
      mutant(judge.constraint('method'), 'request method', {
        kind: 'wrong method sent',
        description: `It sends ${method} in place of ${operation.method}.`,
        change: (keeps, depart) => ({
          written(input, write) {
            depart()
            return { ...keeps.written(input, write), method }
          },
        }),
      }),
    )
  return found
}

const isEmpty = (value: Json): boolean =>
  value === '' || (isArray(value) ? value.length === 0 : isObject(value) && Object.keys(value).length === 0)

/** What optional values may be that programs forget. */
interface Extreme {
  readonly name: string
  readonly isOne: (value: Json) => boolean
}

/** Whether it is empty, or as long as it may be. */
function extremesOf(judge: OperationJudge, label: string, pointer: Pointer): Extreme[] {
  const own = judge.constraints
    .filter(isSchemaConstraint)
    .filter((one) => placeLabel(one.place) === label && one.pointer === pointer)
  const hasLeast = own.some(({ kind, value }) => /^min(?:Length|Items|Properties)$/.test(kind) && Number(value) > 0)
  const isListed = own.some(
    ({ kind }) => kind === 'enum' || kind === 'const' || kind === 'required' || kind === 'format',
  )
  const mayBeEmpty = own.some(({ kind, value }) => kind === 'type' && isArray(value) && value.some(hasSize))
  const isParameter = pointer === '' && label !== 'request.body'
  const most = own.find(({ kind }) => kind === 'maxLength')
  const length = most ? Number(most.value) : 0
  return [
    ...(mayBeEmpty && !hasLeast && !isListed && !isParameter ? [{ name: 'empty', isOne: isEmpty }] : []),
    ...(length > 0 && !isListed
      ? [{ name: 'at its longest', isOne: (value: Json) => typeof value === 'string' && [...value].length === length }]
      : []),
  ]
}

const hasSize = (type: Json): boolean => type === 'string' || type === 'array' || type === 'object'

const isOptional = (judge: OperationJudge, label: string, pointer: Pointer): boolean =>
  !judge.constraints.some(
    (one) => one.kind === 'required' && placeLabel(one.place) === label && one.pointer === pointer,
  )

const parentOf = (pointer: Pointer): Pointer => formatPointer(parsePointer(pointer).slice(0, -1))

/** Ways of a body to leave out a property, have it empty, or as long as it may be. */
function forgottenOf(
  judge: OperationJudge,
  label: string,
): { name: string; constraint: SchemaConstraint; where: Pointer; isMet: (body: Json) => boolean }[] {
  return [...propertiesOf(judge, label)].flatMap(([pointer, constraint]) => {
    const isAbsent = (body: Json): boolean =>
      instancesAt(body, parentOf(pointer)).filter(isObject).length > instancesAt(body, pointer).length
    const absent = { name: 'absent', constraint, where: pointer, isMet: isAbsent }
    return [
      ...(isOptional(judge, label, pointer) ? [absent] : []),
      ...extremesOf(judge, label, pointer).map(({ name, isOne }) => ({
        name,
        constraint,
        where: pointer,
        isMet: (body: Json) => instancesAt(body, pointer).some(isOne),
      })),
    ]
  })
}

class Refused extends Error {}

function refusalMutants(judge: OperationJudge): ClientMutant[] {
  const refusing = (
    constraint: Constraint,
    place: string,
    name: string,
    isMet: (input: LegalInput) => boolean,
  ): ClientMutant =>
    mutant(
      constraint,
      place,
      {
        kind: 'argument refused',
        description: `It throws where the argument is ${name}.`,
        couldDepart: () => true,
        change: (_keeps, depart) => ({
          asked(input) {
            if (!isMet(input)) return input
            depart()
            throw new Refused('it does not take that')
          },
        }),
      },
      name,
    )
  const parameters = judge.operation.parameters.flatMap(({ in: place, name, required }) => {
    const key = `${place}.${name}`
    const label = `request.${key}`
    const own = constraintAt(judge, label)
    return [
      ...(required ? [] : [refusing(own, label, 'absent', (input) => !input.parameters.has(key))]),
      ...extremesOf(judge, label, '').map((extreme) =>
        refusing(own, label, extreme.name, ({ parameters }) => {
          const value = parameters.get(key)
          return value !== undefined && extreme.isOne(value)
        }),
      ),
    ]
  })
  const body = [...bodyLabels(judge)].flatMap((label) =>
    forgottenOf(judge, label).map(({ name, constraint, where, isMet }) =>
      refusing(constraint, `${label} ${where}`, name, (input) => input.body !== undefined && isMet(input.body)),
    ),
  )
  const isBodyOptional = judge.operation.requestBody?.required === false
  const whole = isBodyOptional
    ? [refusing(constraintAt(judge, 'request.body'), 'request.body', 'absent', ({ body: one }) => one === undefined)]
    : []
  return [...parameters, ...whole, ...body]
}

/** Methods that may be sent again without doing anything twice (RFC 9110, 9.2.2). */
const IDEMPOTENT: ReadonlySet<string> = new Set(['GET', 'HEAD', 'PUT', 'DELETE', 'OPTIONS', 'TRACE'])

function answerMutants(judge: OperationJudge): ClientMutant[] {
  const { operation } = judge
  const statuses = operation.responses.map(({ status }) => status).filter((one) => /^[245]/.test(one))
  const found = statuses.flatMap((status) => {
    const label = `response.${status}`
    const own = constraintAt(judge, label)
    const isOurs = (response: HttpResponse): boolean =>
      documentedResponse(operation, response.status)?.status === status
    const good = status.startsWith('2')
    return [
      ...dataMutants(judge, label, isOurs, good),
      ...(good ? answerRefusals(judge, label, isOurs) : errorMutants(own, label, isOurs)),
      ...repeating(judge, own, label, isOurs, status),
    ]
  })
  const taken = mutant(judge.constraint('method'), 'response', {
    kind: 'broken answer taken',
    severity: 'advisory',
    description: 'It takes any answer with a good status for a result.',
    couldDepart: () => false,
    change: (keeps, depart) => ({
      made(response) {
        if (!isSuccess(response.status) || readAnswer(judge, response).issues.length === 0) return keeps.made(response)
        depart()
        return bodyOf(judge, response)
      },
    }),
  })
  return [...found, taken]
}

type IsOurs = (response: HttpResponse) => boolean

function dataMutants(judge: OperationJudge, label: string, isOurs: IsOurs, good: boolean): ClientMutant[] {
  return [...propertiesOf(judge, label)].map(([pointer, constraint]) =>
    mutant(constraint, `${label} ${pointer}`, {
      kind: good ? 'result data lost' : 'error data lost',
      description: `Its ${good ? 'result' : 'error'} is without ${pointer.slice(1)}.`,
      remedy: '`read`, by which results are compared as wholes',
      couldDepart: () => true,
      change: (keeps, depart) => ({
        made(response) {
          const { body, issues } = readAnswer(judge, response)
          if (!isOurs(response) || issues.length > 0 || body === undefined) return keeps.made(response)
          if (instancesAt(body, pointer).length > 0) depart()
          const left = without(body, parsePointer(pointer))
          if (isSuccess(response.status)) return left
          throw new AnswerError(response.status, left)
        },
      }),
    }),
  )
}

function answerRefusals(judge: OperationJudge, label: string, isOurs: IsOurs): ClientMutant[] {
  return forgottenOf(judge, label).map(({ name, constraint, where, isMet }) =>
    mutant(
      constraint,
      `${label} ${where}`,
      {
        kind: 'answer refused',
        description: `It throws where ${where.slice(1)} is ${name} in an answer.`,
        couldDepart: () => true,
        change: (keeps, depart) => ({
          made(response) {
            const { body, issues } = readAnswer(judge, response)
            if (!isOurs(response) || issues.length > 0 || body === undefined || !isMet(body))
              return keeps.made(response)
            depart()
            throw new Refused('it does not take that')
          },
        }),
      },
      name,
    ),
  )
}

function errorMutants(own: Constraint, label: string, isOurs: IsOurs): ClientMutant[] {
  const instead = (
    kind: 'error swallowed' | 'error hangs',
    description: string,
    outcome: () => unknown,
  ): ClientMutant =>
    mutant(own, label, {
      kind,
      description,
      couldDepart: () => true,
      change: (keeps, depart) => ({
        made(response) {
          if (!isOurs(response)) return keeps.made(response)
          depart()
          return outcome()
        },
      }),
    })
  return [
    instead('error swallowed', 'It returns as after a success.', () => undefined),
    instead('error hangs', 'It never settles after that error.', () => new Promise(() => {})),
  ]
}

function repeating(
  { operation: { method } }: OperationJudge,
  own: Constraint,
  label: string,
  isOurs: IsOurs,
  status: string,
): ClientMutant[] {
  if (status.startsWith('4')) return []
  const reason =
    status === '503'
      ? 'that status asks for another try'
      : !status.startsWith('2') && IDEMPOTENT.has(method)
        ? `${method} may be sent again (RFC 9110, 9.2.2)`
        : undefined
  return [
    mutant(own, label, {
      kind: 'sent again',
      description: 'After that answer it sends its request once more.',
      ...(reason !== undefined && { exempt: { state: 'equivalent' as const, reason } }),
      couldDepart: () => true,
      change: (_, depart) => ({
        isRepeated(response) {
          if (isOurs(response)) depart()
          return isOurs(response)
        },
      }),
    }),
  ]
}
