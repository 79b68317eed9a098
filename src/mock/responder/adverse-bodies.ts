import type { Advisory } from '../../contract/model/index.ts'
import { isObject, type Json, type JsonObject, withProperty } from '../../json/index.ts'
import type { OperationJudge } from '../../judging/messages/index.ts'
import { Draws, edges, negatives, positive, TRY_LIMITS } from '../../planning/generators/index.ts'
import type { Answer } from './answer.ts'
import type { AnswerForm } from './answer-form.ts'
import { changed, startsOf } from './starts.ts'

const MOST_DRAWN = 64

/** Answers whose body may do what an advisory advises against; whether they do is for the caller to see. */
export function* adverseBodies(judge: OperationJudge, form: AnswerForm, advisory: Advisory): Generator<Answer> {
  for (const { name, value } of bodies(judge, form, advisory)) yield { name, response: form.write(value) }
}

interface Body {
  readonly name: string
  readonly value: Json
}

function* bodies(judge: OperationJudge, form: AnswerForm, advisory: Advisory): Generator<Body> {
  const starts = startsOf(form)
  switch (advisory.kind) {
    case 'order':
      for (const start of starts)
        if (isObject(start)) yield { name: 'backwards', value: backwards(start, advisory.properties) }
      return
    case 'writeOnly':
      if (form.media.schema)
        for (const name of ['fullest', 'barest'] as const) {
          const value = positive(judge.contract, [form.media.schema], name)
          if (value !== undefined) yield { name, value }
        }
      return
    case 'schema': {
      yield* atEdges(form, starts)
      yield* withDrawnProperties(form, starts)
      const validate = judge.validate(advisory.schema)
      for (const { value, keyword } of negatives(Draws.of(form.contract), advisory.schema, validate, TRY_LIMITS.values))
        for (const start of starts)
          yield { name: keyword, value: isObject(value) && isObject(start) ? { ...start, ...value } : value }
    }
  }
}

function* atEdges({ contract, schema }: AnswerForm, starts: readonly Json[]): Generator<Body> {
  if (!schema) return
  for (const start of starts)
    for (const edge of edges(contract, [schema], start))
      yield { name: `${edge.at} ${edge.name}`.trim(), value: changed(start, edge) }
}

/** What edges do not reach: a time with an offset, say. */
function* withDrawnProperties({ contract, schema }: AnswerForm, starts: readonly Json[]): Generator<Body> {
  if (!schema) return
  for (const drawn of Draws.of(contract).values([schema], Array(MOST_DRAWN).keys())) {
    if (!isObject(drawn)) return
    for (const start of starts)
      if (isObject(start))
        for (const [name, value] of Object.entries(drawn))
          yield { name: `another /${name}`, value: withProperty(start, name, value) }
  }
}

/** The same times in reverse. */
function backwards(body: JsonObject, names: readonly string[]): Json {
  const times = names.map((_, index) => `${2000 + names.length - index}-01-01T00:00:00Z`)
  return names.reduce<JsonObject>((all, name, index) => withProperty(all, name, times[index] ?? ''), body)
}
