import type { Contract, SchemaNode } from '../../contract/model/index.ts'
import { type Json, overlay, withValueAt } from '../../json/index.ts'
import { type Edge, positive } from '../../planning/generators/index.ts'
import type { AnswerForm } from './answer-form.ts'

const MOST_PICKS = 8

interface GeneratedBody {
  readonly name: string
  readonly value: Json
}

/** Conforming bodies that are varied, the fullest first: of all that is made and shown together, then each. */
export function startsOf(
  { schema, contract, examples, fits }: AnswerForm,
  bodies = schema ? generated(contract, schema, fits) : [],
): Json[] {
  const whole = [...bodies, ...examples.slice(0, 1)].reduce<Json | undefined>(
    (under, { value }) => (under === undefined ? value : overlay(under, value)),
    undefined,
  )
  const all = [...examples, ...bodies].map(({ value }) => value)
  return [...(whole === undefined ? [] : [whole]), ...all].filter(fits)
}

/** Values made for a schema, the fullest first: if the first choice of branches does not fit, the next that does. */
export function generated(contract: Contract, schema: SchemaNode, fits: (value: Json) => boolean): GeneratedBody[] {
  return (['fullest', 'barest'] as const).flatMap((name) => {
    const bodies: GeneratedBody[] = []
    for (let pick = 0; pick < MOST_PICKS; pick++) {
      const value = positive(contract, [schema], name, pick)
      if (value === undefined) continue
      // In a list of its own, since it may be one.
      if (fits(value)) return [{ name, value }]
      bodies.push({ name, value })
    }
    return bodies.slice(0, 1)
  })
}

/** A body at one of its edges. */
export const changed = (start: Json, { changes }: Edge): Json =>
  changes.reduce<Json>((body, { pointer, value }) => withValueAt(body, pointer, value), start)
